"""DOCX and XLSX without properties, authors, macros, embedded objects, and anything that leads out of the file."""

from __future__ import annotations

import posixpath
import re
import zipfile
from io import BytesIO

from lxml import etree

from portal.feedback.attachments.cleaning.archives import picture, rewritten, tree, written
from portal.feedback.attachments.cleaning.traces import forget_traces
from portal.privacy.scan.files.archives import check_archive

#: Parts that are left out: who wrote it, what could run, copies of other files, and binary parts that show nothing.
_LEFT_OUT = re.compile(
    r"docProps/|customXml/|_xmlsignatures/|customUI|userCustomization/|.*\.(?:bin|svg)$|.*/calcChain\.xml$"
    r"|(?:word|xl)/(?:embeddings|activeX|ctrlProps|externalLinks|printerSettings|webextensions|revisions|vba|queryTables"
    r"|model|macrosheets|dialogsheets|connections\.xml)"
)
#: Pictures that cannot be made anew here and may hold a photograph's data are left out, too.
_MEDIA = re.compile(r"(?:word|xl)/media/(?!.*\.(?:jpe?g|png|webp|gif|bmp|emf|wmf)$)", re.IGNORECASE)


def clean(content: bytes) -> bytes:
    """A copy that opens in the same programs."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        check_archive(archive)
        gone = _dropped_relations(archive)
    return rewritten(content, lambda name, part: _part(name, part, gone))


def _is_left_out(name: str) -> bool:
    return bool(_LEFT_OUT.match(name) or _MEDIA.match(name))


def _dropped_relations(archive: zipfile.ZipFile) -> dict[str, set[str]]:
    """For each part, the relations that lead out of the file or to a part that is left out."""
    gone: dict[str, set[str]] = {}
    for name in archive.namelist():
        if not name.endswith(".rels"):
            continue
        source = _source(name)
        for relation in tree(archive.read(name)):
            if _leads_out(relation, source):
                gone.setdefault(source, set()).add(relation.get("Id", ""))
    return gone


def _source(relations: str) -> str:
    folder, file = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def _leads_out(relation: etree._Element, source: str) -> bool:
    target = relation.get("Target", "")
    if relation.get("TargetMode", "") == "External" or "://" in target:
        return True
    return _is_left_out(posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/"))


def _part(name: str, part: bytes, gone: dict[str, set[str]]) -> bytes | None:
    if _is_left_out(name):
        return None
    if name.endswith(".rels"):
        return _relations(part, gone.get(_source(name), set()))
    if name == "[Content_Types].xml":
        return _content_types(part)
    if name.endswith((".xml", ".vml")):
        # Excel itself writes drawings of its old form that are not quite XML.
        root = tree(part, recover=name.endswith(".vml"))
        forget_traces(root, gone.get(name, set()))
        return written(root)
    return picture(part)


def _relations(part: bytes, dropped: set[str]) -> bytes:
    root = tree(part)
    for relation in list(root):
        if relation.get("Id", "") in dropped:
            root.remove(relation)
    return written(root)


def _content_types(part: bytes) -> bytes:
    root = tree(part)
    for override in list(root):
        kind = override.get("ContentType", "")
        if _is_left_out(override.get("PartName", "").lstrip("/")):
            root.remove(override)
        elif "macroEnabled" in kind:
            document = "wordprocessingml.document" if "word" in kind else "spreadsheetml.sheet"
            override.set("ContentType", f"application/vnd.openxmlformats-officedocument.{document}.main+xml")
    return written(root)
