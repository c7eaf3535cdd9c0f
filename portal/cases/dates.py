"""Dates as exactly as they are known: a year, a month or a day. A day is never invented."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

#: ``2021``, ``2021-04`` or ``2021-04-13``: sorts as text, the less exact first.
_WRITTEN = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_LOOSE = re.compile(
    r"\s*([0-9]{4})\s*(?:[年./-]\s*(?:([0-9]{1,2})\s*(?:[月./-]\s*(?:([0-9]{1,2})\s*日?)?)?)?)?\s*", re.ASCII
)


def first_day(value: str) -> date:
    """The first day that a stored date may mean."""
    year, month, day = _parts(value)
    return date(year, month or 1, day or 1)


def last_day(value: str) -> date:
    """The last day that a stored date may mean."""
    year, month, day = _parts(value)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def displayed(value: str) -> str:
    """The date in words, no more exact than it is: 2021年4月, or April 2021 in English."""
    if not value:
        return ""
    year, month, day = _parts(value)
    if (get_language() or "").startswith("en"):
        return date_format(first_day(value), "j F Y" if day else "F Y" if month else "Y")
    return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")


def quarter_of(value: str) -> str:
    """The quarter that a date lies in, ``2026Q3``; empty where only the year is known."""
    year, month, _day = _parts(value) if value else (0, None, None)
    return f"{year:04d}Q{(month + 2) // 3}" if month else ""


def validate(value: str) -> None:
    """Refuse what is no date: ``ValidationError``."""
    try:
        first_day(value)
    except ValueError as error:
        raise ValidationError(_("Write 2021, 2021-04 or 2021-04-13."), code="invalid") from error


def _parts(value: str) -> tuple[int, int | None, int | None]:
    found = _WRITTEN.fullmatch(value)
    if not found:
        raise ValueError(value)
    year, month, day = (int(part) if part else None for part in found.groups())
    date(year or 0, month or 1, day or 1)
    return year or 0, month, day


class PartialDateFormField(forms.CharField):
    """Takes 2021年4月, 2021.4 and 2021-04 alike."""

    default_validators = [validate]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No limit in the browser: 2021年12月13日 is longer than what is stored of it."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str:
        """The stored form of what was typed; what is no date is left for the validator to refuse."""
        text = super().to_python(value) or ""
        found = _LOOSE.fullmatch(text)
        if not found:
            return text
        return "-".join(part.zfill(2) for part in found.groups() if part)


class PartialDateField(models.CharField):
    """A date with its precision: ``2021``, ``2021-04`` or ``2021-04-13``; empty: not known."""

    default_validators: list[Callable[[Any], None]] = [validate]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """To migrations it is a column of text."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """A text field that takes the usual ways of writing a date."""
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})
