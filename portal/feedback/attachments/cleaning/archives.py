"""Files that are ZIP archives of XML: looked at from outside, rewritten part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePosixPath

from lxml import etree

from portal.feedback.attachments.cleaning import pictures
from portal.feedback.attachments.kinds import FileKind
from portal.feedback.attachments.refusals import Refusal, Refused
from portal.privacy.scan.files.archives import check_archive

#: A part as it goes on; None leaves it out.
Rewrite = Callable[[str, bytes], bytes | None]

_PICTURES = ((b"\xff\xd8\xff", FileKind.JPEG), (b"\x89PNG", FileKind.PNG), (b"RIFF", FileKind.WEBP))
_WHEN = (1980, 1, 1, 0, 0, 0)


def rewritten(content: bytes, rewrite: Rewrite) -> bytes:
    """The archive with each part rewritten; no bombs, and without the times, extras and remarks of the old one."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        check_archive(old)
        seen: set[str] = set()
        for entry in old.infolist():
            if entry.is_dir():
                continue
            # Two parts of one name: programs disagree on which of them counts.
            if entry.filename in seen or not _is_inside(entry.filename):
                raise Refused(Refusal.BROKEN)
            seen.add(entry.filename)
            part = rewrite(entry.filename, old.read(entry))
            if part is not None:
                new.writestr(zipfile.ZipInfo(entry.filename, _WHEN), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def tree(part: bytes, *, recover: bool = False) -> etree._Element:
    """The XML of a part without remarks; no office program declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    root: etree._Element | None = etree.fromstring(part, parser)
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise Refused(Refusal.BROKEN)
    return root


def written(root: etree._Element) -> bytes:
    """The part again."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def picture(part: bytes) -> bytes:
    """A picture within the file: a photograph in a report knows its place as well as one beside it."""
    for mark, kind in _PICTURES:
        if part.startswith(mark):
            return pictures.clean(part, kind)[1]
    return part


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name
