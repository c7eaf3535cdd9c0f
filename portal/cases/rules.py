"""What cannot be true of a case: each rule gives the fields that are wrong, with the reason. Forms and imports ask.

Whether something is missing is another question: `portal.cases.missing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.cases.dates import first_day, last_day, quarter_of

if TYPE_CHECKING:
    from portal.cases.models import Amount, Case, Measure, Subject

#: Nothing that a notice tells of is older; a day further ahead than this is a slip of the hand.
FIRST_YEAR, YEARS_AHEAD = 1949, 60
_FIGURE = re.compile("[0-9０-９〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]")
Faults = dict[str, Any]


def check(*faults: Faults) -> None:
    """Raise what is wrong, field by field: ``ValidationError``."""
    found = {name: text for each in faults for name, text in each.items()}
    if found:
        raise ValidationError(found)


def past(name: str, value: str | date | None) -> Faults:
    """A day that has come: neither in the future nor in another age."""
    days = _span(value)
    if days is None:
        return {}
    if days[0] > timezone.localdate():
        return {name: _("This lies in the future.")}
    return {name: _("This is too long ago.")} if days[1].year < FIRST_YEAR else {}


def plausible(name: str, value: date | None) -> Faults:
    """A day that may be ahead, within a lifetime."""
    if value is None or FIRST_YEAR <= value.year <= timezone.localdate().year + YEARS_AHEAD:
        return {}
    return {name: _("This year cannot be meant.")}


def of_case(case: Case) -> Faults:
    """Its own days and its quarter."""
    faults = past("concluded_on", case.concluded_on) | plausible("look_back_on", case.look_back_on)
    if case.quarter and case.quarter > quarter_of(timezone.localdate().isoformat()):
        faults["quarter"] = _("This quarter has not begun.")
    elif case.quarter and case.quarter < f"{FIRST_YEAR}Q1":
        faults["quarter"] = _("This is too long ago.")
    elif case.quarter and case.quarter < _earliest_quarter(case):
        faults["quarter"] = _("The case was dealt with after this quarter.")
    return faults


def of_amount(amount: Amount) -> Faults:
    """As written, so with a figure of any script; what is less than nothing is no amount."""
    text = amount.text.strip()
    if text.startswith(("-", "−", "－", "负")):
        return {"text": _("An amount is not less than nothing.")}
    return {} if _FIGURE.search(text) else {"text": _("There is no figure in this amount.")}


def of_subject(subject: Subject) -> Faults:
    """A person has a name or a post; what only persons have, no organisation has."""
    named = subject.name.strip()
    if subject.kind == subject.Kind.PERSON:
        posts = (subject.post_then, subject.post_now)
        return {} if named or any(post.strip() for post in posts) else {"name": _("Give the name or the post.")}
    faults: Faults = {} if named else {"name": _("Give the name of the organisation.")}
    for name in ("rank", "rank_text", "status", "post_then", "post_now", "is_party_member", "is_head"):
        if getattr(subject, f"{name}_id" if name in {"rank", "status"} else name):
            faults[name] = _("Only persons have this.")
    return faults


def of_measure(measure: Measure) -> Faults:
    """It was decided before its influence ends, and not in the future."""
    faults = past("decided_on", measure.decided_on) | plausible("influence_until", measure.influence_until)
    decided = _span(measure.decided_on)
    if measure.influence_until and decided and measure.influence_until < decided[0]:
        faults["influence_until"] = _("The influence ends before the decision.")
    return faults


def of_order(case: Case, starts: Iterable[str], examined: Iterable[date | None]) -> Faults:
    """First the acts, then what was done about them, then the look back."""
    concluded = _span(case.concluded_on)
    if concluded is None:
        return {}
    begun = [first_day(start) for start in starts if _span(start)]
    if begun and min(begun) > concluded[1]:
        return {"concluded_on": _("The acts began after this.")}
    if any(day < concluded[0] for day in examined if day):
        return {"concluded_on": _("A re-examination came before this.")}
    return {}


def _span(value: str | date | None) -> tuple[date, date] | None:
    """The first and the last day that may be meant; None where nothing or no date is given."""
    if isinstance(value, date):
        return (value, value)
    try:
        return (first_day(value), last_day(value)) if value else None
    except ValueError:
        return None


def _earliest_quarter(case: Case) -> str:
    days = _span(case.concluded_on)
    return quarter_of(days[0].isoformat()) if days else ""
