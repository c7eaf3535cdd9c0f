"""落款: the unit and the day at the foot of a notice, to the right, as official documents have them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.html import strip_tags

if TYPE_CHECKING:
    from portal.notices.models import NoticePage

#: Characters of the end of a text, with its tags, in which its own foot would stand.
_FOOT = 600
_DAY = re.compile(
    r"[0-9〇零一二三四五六七八九十]{2,4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日$"
)


@dataclass(frozen=True, slots=True)
class Foot:
    """Who signs, and of which day."""

    unit: str
    day: date


def foot_of(notice: NoticePage, body: str) -> Foot | None:
    """The foot to be shown; None where nobody is known to sign, or the text ends with a foot of its own."""
    if notice.issuing_unit is None:
        return None
    unit = notice.issuing_unit.name
    end = "".join(strip_tags(body[-_FOOT:]).split())
    if _DAY.search(end) or end.endswith("".join(unit.split())):
        return None
    return Foot(unit, notice.written_on or notice.published_on)
