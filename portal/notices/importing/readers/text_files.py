"""A plain text file is one notice: the first line is its title."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from portal.notices.importing.bodies import MAX_BODY, text_body
from portal.notices.importing.damage import Found, clean
from portal.notices.importing.encodings import read_text, undecodable
from portal.notices.importing.labels import read_labels
from portal.notices.importing.rows import Note, Problem, Row, RowError


def read(path: Path, note: Note, found: Found) -> Iterator[Row | Problem]:
    """The one notice of the file."""
    try:
        yield Row(path.name, _values(path, found))
    except RowError as error:
        yield Problem(path.name, error.field, error.reason)


def _values(path: Path, found: Found) -> dict[str, object]:
    # Damaged text is longer than what is left of it.
    text = read_text(path, limit=MAX_BODY * 4)
    if text is None:
        raise RowError("body", _("The body is longer than %(limit)d characters.") % {"limit": MAX_BODY})
    if (position := undecodable(text)) is not None:
        raise RowError("", _("There are unreadable bytes at character %(at)d.") % {"at": position + 1})
    lines = [line.strip(" \t\u3000") for line in clean(text.lstrip("\ufeff"), found).splitlines()]
    lines = [line for line in lines if line]
    values, used = read_labels(lines)
    rest = [line for number, line in enumerate(lines) if number not in used]
    if "title" not in values and rest:
        values["title"] = rest.pop(0)
    values["body"] = text_body("\n".join(rest), Found())
    return values
