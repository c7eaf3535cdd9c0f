"""OFD, the layout format of Chinese offices: without its properties, actions and attachments."""

from __future__ import annotations

from pathlib import PurePosixPath

from lxml import etree

from portal.feedback.attachments.cleaning.archives import picture, rewritten, tree, written
from portal.privacy.scan.files.archives import local

#: What says who made it and with what, what leads out of the file, and what is packed into it.
_LEFT_OUT = frozenset(
    {"Author", "Creator", "CreatorVersion", "Subject", "Keywords", "CustomDatas", "CreationDate", "ModDate"}
    | {"Actions", "Attachments", "Signatures", "Extensions", "CustomTags", "Versions"}
)
_FOLDERS = frozenset({"attachs", "attachments", "signs", "signatures", "tags"})


def clean(content: bytes) -> bytes:
    """A copy with the same pages. A seal no longer verifies on it; the original keeps its own."""
    return rewritten(content, _part)


def _part(name: str, part: bytes) -> bytes | None:
    path = PurePosixPath(name)
    if any(folder.lower() in _FOLDERS for folder in path.parts[:-1]):
        return None
    if path.suffix.lower() != ".xml":
        return picture(part)
    root = tree(part)
    for element in list(root.iter(etree.Element)):
        parent = element.getparent()
        if parent is not None and local(element) in _LEFT_OUT:
            parent.remove(element)
    return written(root)
