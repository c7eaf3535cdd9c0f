"""What a part of an office file says of who wrote it and when, and where it would lead or what it would run."""

from __future__ import annotations

import re

from lxml import etree

from portal.privacy.scan.files.archives import local

_RELATIONS = frozenset(
    {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
)
#: Attributes that name a person; they must be there, with something in them.
_NAMES = frozenset({"author", "initials", "userId", "providerId", "userName"})
#: Attributes of a time or a session of writing.
_TIMES = re.compile(r"rsid|(?:date|dateUtc)$")
_NOBODY = "—"
#: Elements that hold nothing but what must go; the path of the writer's folder is one.
_ELEMENTS = frozenset({"rsids", "fileSharing", "absPath", "documentProtection", "writeProtection"})
#: Lists that may not be empty.
_LISTS = frozenset({"hyperlinks", "externalReferences", "controls", "oleObjects", "definedNames"})
#: Fields and formulas that fetch or run something; what they last showed stays.
_FIELD = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDE\w*|IMPORT|LINK|DATABASE|HYPERLINK|MACROBUTTON)\b", re.IGNORECASE)
_FORMULA = re.compile(
    r"\[\d+\]|\b(?:WEBSERVICE|HYPERLINK|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|EXEC)\s*\(|\|", re.IGNORECASE
)


def forget_traces(root: etree._Element, dropped: set[str]) -> None:
    """Take them out of a part whose relations ``dropped`` are gone."""
    for element in list(root.iter(etree.Element)):
        name = local(element)
        if name in _ELEMENTS or (name in {"f", "definedName"} and _FORMULA.search(element.text or "")):
            _remove(element)
            continue
        if name == "author" and element.text:
            element.text = _NOBODY
        elif name == "instrText" and _FIELD.search(element.text or ""):
            element.text = ""
        _forget_attributes(element, dropped)


def _forget_attributes(element: etree._Element, dropped: set[str]) -> None:
    for key, value in list(element.attrib.items()):
        name = etree.QName(key)
        if name.namespace in _RELATIONS and value in dropped:
            _unlink(element, str(key))
        elif name.localname in _NAMES or (name.localname == "displayName" and local(element) == "person"):
            element.set(key, _NOBODY)
        elif name.localname == "dT" or (name.namespace is not None and _TIMES.match(name.localname)):
            del element.attrib[key]
        elif name.localname == "instr" and _FIELD.search(str(value)):
            element.set(key, "")


def _unlink(element: etree._Element, key: str) -> None:
    """Text of a link and the place of a picture stay; what is nothing without its relation goes."""
    is_text = local(element) == "hyperlink" and "wordprocessingml" in str(element.tag)
    if is_text or local(element) in {"blip", "imagedata", "fill"}:
        del element.attrib[key]
    else:
        _remove(element)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if local(parent) in _LISTS and not len(parent):
        _remove(parent)
