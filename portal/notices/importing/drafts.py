"""Checks a row and makes a draft of it: clean values under the names of the notice's fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from portal.notices.importing.bodies import text_body
from portal.notices.importing.damage import Found, clean, clean_line
from portal.notices.importing.headings import KEYS
from portal.notices.importing.markup import html_body, looks_like_html
from portal.notices.importing.rows import Blocks, Row, RowError
from portal.notices.importing.values import normalise_document_number, parse_date, split_list
from portal.notices.models import CaseNoticePage, Scope, WarningPage

MAX_TITLE, MAX_DOCUMENT_NUMBER, MAX_URL, MAX_SUMMARY, MAX_KEYWORDS, MAX_NAME = 255, 60, 500, 1000, 300, 120
MAX_CORRECTION = 500
#: Entries of one list.
MAX_LIST = 60

_KIND_WORDS = {"case": "典型案件通报 典型案例 案件通报 通报 案件", "warning": "预警提醒 预警 提醒 警示"}
_SCOPE_WORDS = {"public": "公开 社会公开 社会", "internal": "党内通报 内部 党内"}


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {word: value for value, text in words.items() for word in (value, *text.split())}


KINDS, SCOPES = _by_word(_KIND_WORDS), _by_word(_SCOPE_WORDS)

_valid_address = URLValidator(schemes=["http", "https"])


class RowErrors(Exception):
    """All that is wrong with one row."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__("; ".join(error.reason for error in errors))
        self.errors = errors


@dataclass(slots=True, kw_only=True)
class Draft:
    """One notice, ready to be written. A key that the row does not give is None or missing, and stays as it is."""

    kind: str
    unit: str
    #: Model field to value; the title and the date of publication are always there.
    fields: dict[str, Any]
    region: str | None = None
    audience: list[str] | None = None
    #: Text from a cell is not yet parted: official names may hold the mark that parts.
    violations: str | list[str] | None = None
    forms: str | list[str] | None = None
    #: As the row gives them; they are checked with what they name, when they are written.
    cases: object = None
    #: What is corrected and why, for readers; only told where the row changes what is public.
    correction: tuple[str, str] | None = None

    def content(self) -> tuple[object, ...]:
        """All that the row says; two drafts of the same content make the same page."""
        return (
            self.kind,
            sorted(self.fields.items()),
            self.region,
            self.audience,
            self.violations,
            self.forms,
            self.cases,
        )


def make_draft(row: Row, found: Found, *, ignore_unknown: bool) -> Draft:
    """The draft of a row. Raises `RowErrors` with everything that is wrong; damage is added to ``found``."""
    check = _Checker(row.values, found)
    if not ignore_unknown:
        for key in row.values:
            if key not in KEYS:
                name = clean_line(str(key), Found())[:60]
                check.errors.append(RowError(name, _("unknown key; --ignore-unknown passes it over")))
    draft = Draft(
        kind=check.take("kind", lambda value: _choice(value, KINDS)) or CaseNoticePage.kind,
        unit=check.take("unit", lambda value: check.line(value, MAX_NAME), required=True) or "",
        fields=_fields(check),
        region=check.take("region", lambda value: check.line(value, MAX_NAME)),
        audience=check.take("audience", check.entries),
        violations=check.take("violations", check.terms),
        forms=check.take("forms", check.terms),
        cases=row.values.get("cases"),
        correction=check.take("correction", check.correction),
    )
    _check_together(draft, check)
    if check.errors:
        raise RowErrors(check.errors)
    return draft


def _fields(check: "_Checker") -> dict[str, Any]:
    taken = {
        "title": check.take("title", lambda value: check.line(value, MAX_TITLE), required=True),
        "published_on": check.take("date", parse_date, required=True),
        "scope": check.take("scope", lambda value: _choice(value, SCOPES)),
        "document_number": check.take("document_number", check.document_number),
        "source_url": check.take("url", check.address),
        "summary": check.take("summary", lambda value: check.text(value, MAX_SUMMARY)),
        "body": check.take("body", check.body),
        "keywords": check.take("keywords", check.keywords),
        "valid_from": check.take("valid_from", parse_date),
        "valid_to": check.take("valid_to", parse_date),
    }
    return {name: value for name, value in taken.items() if value is not None}


def _check_together(draft: Draft, check: "_Checker") -> None:
    begins, ends = draft.fields.get("valid_from"), draft.fields.get("valid_to")
    if draft.kind != WarningPage.kind and (begins or ends):
        check.errors.append(RowError("valid_from" if begins else "valid_to", _("only warnings have a validity")))
    elif begins and ends and ends < begins:
        check.errors.append(RowError("valid_to", _("lies before valid_from")))
    if draft.cases is not None and draft.kind != CaseNoticePage.kind:
        check.errors.append(RowError("cases", _("only case notices hold cases")))
    if draft.audience and draft.fields.get("scope") == Scope.PUBLIC:
        check.errors.append(RowError("audience", _("only internal notices have an audience")))


def _choice(value: object, choices: Mapping[str, str]) -> str:
    chosen = choices.get(value.strip().lower()) if isinstance(value, str) else None
    if chosen is None:
        raise ValueError(_("must be one of: %(choices)s") % {"choices": ", ".join(sorted(set(choices.values())))})
    return chosen


class _Checker:
    """Takes the values of one row apart and remembers what is wrong."""

    def __init__(self, values: Mapping[str, object], found: Found) -> None:
        self._values = values
        self._found = found
        self.errors: list[RowError] = []

    def take(self, key: str, convert: Callable[[Any], Any], *, required: bool = False) -> Any:
        """The value of a key; None when it is missing or wrong."""
        value = self._values.get(key)
        missing = value is None or (isinstance(value, str) and not value.strip())
        if missing and (required or value is None or key in {"kind", "scope", "date", "valid_from", "valid_to"}):
            if required:
                self.errors.append(RowError(key, _("is missing")))
            return None
        try:
            converted = convert(value)
        except ValueError as error:
            self.errors.append(RowError(key, str(error)))
            return None
        except RowError as error:
            self.errors.append(RowError(key, error.reason))
            return None
        if required and converted == "":
            self.errors.append(RowError(key, _("is missing")))
        return converted

    def text(self, value: object, limit: int) -> str:
        """Cleaned text of several lines."""
        if not isinstance(value, str):
            raise ValueError(_("must be text"))
        cleaned = clean(value.replace("\r\n", "\n").replace("\r", "\n"), self._found)
        lines = (" ".join(line.split()) for line in cleaned.split("\n"))
        return _limited("\n".join(line for line in lines if line), limit)

    def line(self, value: object, limit: int) -> str:
        """Cleaned text on one line."""
        if not isinstance(value, str):
            raise ValueError(_("must be text"))
        return _limited(clean_line(value, self._found), limit)

    def document_number(self, value: object) -> str:
        """In its official form."""
        return normalise_document_number(self.line(value, MAX_DOCUMENT_NUMBER))

    def address(self, value: object) -> str:
        """A web address."""
        address = self.line(value, MAX_URL)
        try:
            if address:
                _valid_address(address)
        except ValidationError:
            raise ValueError(_("is no address that begins with http:// or https://")) from None
        return address

    def body(self, value: object) -> Blocks:
        """The blocks of text, of HTML, or those that a reader has made."""
        if isinstance(value, Blocks):
            return value
        if not isinstance(value, str):
            raise ValueError(_("must be text"))
        return html_body(value, self._found) if looks_like_html(value) else text_body(value, self._found)

    def entries(self, value: object) -> list[str]:
        """A list, or text that is parted by ; ； 、."""
        parts = split_list(clean(value, self._found)) if isinstance(value, str) else value
        if not isinstance(parts, list) or isinstance(parts, Blocks):
            raise ValueError(_("must be a list of texts"))
        if len(parts) > MAX_LIST:
            raise ValueError(_("has more than %(limit)d entries") % {"limit": MAX_LIST})
        entries = [self.line(part, MAX_NAME) for part in parts]
        return list(dict.fromkeys(entry for entry in entries if entry))

    def terms(self, value: object) -> str | list[str]:
        """A list, or the text of a cell."""
        return self.line(value, MAX_SUMMARY) if isinstance(value, str) else self.entries(value)

    def correction(self, value: object) -> tuple[str, str] | None:
        """What, or an object of ``what`` and ``why``."""
        given = {"what": value} if isinstance(value, str) else value
        if not isinstance(given, dict) or not set(given) <= {"what", "why"}:
            raise ValueError(_("must be text, or an object of what and why"))
        what, why = (self.text(given.get(name) or "", MAX_CORRECTION) for name in ("what", "why"))
        if why and not what:
            raise ValueError(_("says why, but not what is corrected"))
        return (what, why) if what else None

    def keywords(self, value: object) -> str:
        """As the field keeps them."""
        return _limited("；".join(self.entries(value)), MAX_KEYWORDS)


def _limited(text: str, limit: int) -> str:
    if len(text) > limit:
        raise ValueError(_("is longer than %(limit)d characters") % {"limit": limit})
    return text
