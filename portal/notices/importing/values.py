"""Values as people type them: dates, document numbers, lists."""

import re
import unicodedata
from datetime import date, datetime

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1949, 2100

_CLOCK = r"(?:[T ]\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
_DAY = re.compile(rf"(\d{{4}})\s?([-/.年])\s?(\d{{1,2}})\s?([-/.月])\s?(\d{{1,2}})\s?(日?){_CLOCK}")
_MONTH = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?月?|\d{4}\s?年?")
_DOCUMENT_NUMBER = re.compile(r"(.*?)\s*[\[(【〔［﹝〈]\s*(\d{4})\s*[\])】〕］﹞〉]\s*(第?)\s*0*([1-9]\d{0,4})\s*号")
_SEPARATORS = re.compile(r"[;；、\n]")
_ENDS = re.compile(r"[;；\n]")


def parse_date(value: object) -> date:
    """A day as it is written in official texts, or a date cell. A day is never invented.

    Raises `ValueError` with a reason for people.
    """
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    elif isinstance(value, str):
        day = _written_day(value)
    else:
        raise ValueError(_("is not a date; write it like 2026-04-13"))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(_("the year %(year)d cannot be right") % {"year": day.year})
    return day


def _written_day(text: str) -> date:
    # The longest way to write a day has some thirty characters; more need not be looked at.
    plain = " ".join(unicodedata.normalize("NFKC", text[:60]).split())
    match = _DAY.fullmatch(plain)
    if match is None:
        if _MONTH.fullmatch(plain):
            raise ValueError(_("“%(text)s” names no day, and none is invented") % {"text": text[:40]})
        raise ValueError(_("“%(text)s” is not a date; write it like 2026-04-13") % {"text": text[:40]})
    year, first, month, second, day, end = match.groups()
    parts = f"{first}{second}{end}"
    if parts not in {"--", "//", "..", "年月日", "年月"}:
        raise ValueError(_("“%(text)s” is not a date; write it like 2026-04-13") % {"text": text[:40]})
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(_("there is no such day as “%(text)s”") % {"text": text[:40]}) from None


def normalise_document_number(text: str) -> str:
    """Official brackets and no leading zeros: 〔2026〕3号. What is no such number stays as it is."""
    plain = " ".join(text.split())
    folded = unicodedata.normalize("NFKC", plain.replace("〔", "[").replace("〕", "]"))
    match = _DOCUMENT_NUMBER.fullmatch(folded)
    if match is None or not FIRST_YEAR <= int(match[2]) <= LAST_YEAR:
        return plain
    return f"{match[1]}〔{match[2]}〕{match[3]}{match[4]}号"


def looks_like_document_number(text: str) -> bool:
    """Whether a line holds a document number and nothing else."""
    normalised = normalise_document_number(text)
    return re.fullmatch(r"[^\s:：]{0,20}〔\d{4}〕第?\d+号", normalised) is not None


def split_list(text: str) -> list[str]:
    """The entries of a cell; parted by ; ； or 、."""
    return [entry.strip() for entry in _SEPARATORS.split(text) if entry.strip()]


def split_at_semicolons(text: str) -> list[str]:
    """The same, but 、 does not part: official names hold it."""
    return [entry.strip() for entry in _ENDS.split(text) if entry.strip()]
