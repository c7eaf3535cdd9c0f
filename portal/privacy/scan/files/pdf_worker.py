"""Run as a program of its own, in bounds: a PDF on standard input, a line of JSON for each part on standard output."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import PdfObject

MAX_PAGES = 3000


def say(place: str, text: object, where: str = "", unread: str = "") -> None:
    """One part; at once, so that what was read counts even if the rest cannot be."""
    words = str(text).strip() if text is not None else ""
    if words or unread:
        answer = {"place": place, "text": words, "where": where, "unread": unread}
        # Halves of characters come out of broken fonts.
        line = json.dumps(answer, ensure_ascii=True) + "\n"
        sys.stdout.write(line)
        sys.stdout.flush()


def read(reader: PdfReader) -> None:
    """All parts of the file."""
    if reader.is_encrypted and not reader.decrypt(""):
        say("unread", "", unread="encrypted")
        return
    properties(reader)
    pages(reader)
    for name, field in (reader.get_fields() or {}).items():
        say("body", f"{name} {field.value or ''}", "form")
    for name in reader.attachments:
        say("unread", "", name, unread="embedded")


def properties(reader: PdfReader) -> None:
    """Author, title and the like, in both of the places where they may stand."""
    for key, value in (reader.metadata or {}).items():
        say("author" if key == "/Author" else "properties", value, key.lstrip("/"))
    if reader.xmp_metadata is not None:
        for creator in reader.xmp_metadata.dc_creator or ():
            say("author", creator, "creator")


def pages(reader: PdfReader) -> None:
    """The text layer of each page and its comments; pages that are a picture alone are told together."""
    pictures = []
    for number, page in enumerate(reader.pages, start=1):
        if number > MAX_PAGES:
            say("unread", "", unread="too_large")
            break
        text = page.extract_text()
        say("body", text, str(number))
        if not text.strip() and has_picture(page):
            pictures.append(str(number))
        for remark in remarks(page):
            say("comment", remark, str(number))
    if pictures:
        say("unread", "", ", ".join(pictures[:20]), unread="pictures")


def has_picture(page: Any) -> bool:
    """Whether the page shows a picture."""
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    return bool(objects is not None and objects.get_object())


def remarks(page: Any) -> Iterator[PdfObject]:
    """Comments, and where links lead."""
    notes = page.get("/Annots")
    for note in notes.get_object() if notes is not None else ():
        found = note.get_object()
        for key in ("/Contents", "/T"):
            if found.get(key):
                yield found[key]
        action = found.get("/A")
        if action is not None and action.get_object().get("/URI"):
            yield action.get_object()["/URI"]


def main() -> int:
    """Exit status 1 where the file, or the rest of it, cannot be read."""
    logging.disable(logging.CRITICAL)
    try:
        read(PdfReader(BytesIO(sys.stdin.buffer.read())))
    except Exception:  # noqa: BLE001 (whatever a broken file provokes, the caller is told that it is broken)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
