"""JSONL: one JSON object a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.notices.importing.damage import Found
from portal.notices.importing.encodings import bounded_lines, open_text, undecodable
from portal.notices.importing.rows import Note, Problem, Row, RowError, UnusableFile


def read(path: Path, note: Note, found: Found) -> Iterator[Row | Problem]:
    """The notices of a file, line by line; blank lines are passed over."""
    # Lines end at line feeds only: JSON text may hold the other line ends of Unicode as they are.
    with open_text(path, newline="\n") as file:
        for number, line in enumerate(bounded_lines(file), start=1):
            if line is not None and not line.strip("\0 \t\r\n\ufeff"):
                continue
            if number == 1 and line and line.strip() in {"[", "[{"}:
                raise UnusableFile(_("A JSON list; JSONL has one object on each line and no brackets around them."))
            place = _("line %(number)d") % {"number": number}
            try:
                yield Row(place, _parse(line))
            except RowError as error:
                yield Problem(place, error.field, error.reason)


def _parse(line: str | None) -> dict[str, object]:
    if line is None:
        raise RowError("", _("The line is too long for a notice."))
    if (position := undecodable(line)) is not None:
        raise RowError("", _("There are unreadable bytes at character %(at)d.") % {"at": position + 1})
    try:
        parsed = json.loads(
            line.strip("\0 \t\r\n\ufeff"), object_pairs_hook=_object, parse_constant=_refuse, strict=False
        )
    except RecursionError:
        raise RowError("", _("The JSON is nested too deeply.")) from None
    except json.JSONDecodeError as error:
        reason = _("No valid JSON at character %(at)d: %(reason)s.") % {"at": error.pos + 1, "reason": error.msg}
        raise RowError("", reason) from None
    except ValueError as error:
        raise RowError("", _("No valid JSON: %(reason)s.") % {"reason": str(error)[:200]}) from None
    if not isinstance(parsed, dict):
        raise RowError("", _("The line holds no JSON object."))
    return parsed


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        raise ValueError(_("a key is given twice"))
    return result


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
