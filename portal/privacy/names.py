"""How a person's name is shown in public: in full, the surname alone, or not at all."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NameForm(models.TextChoices):
    """The forms in which a notice may name a person."""

    FULL = "full", _("in full")
    MASKED = "masked", _("surname only (王某某)")
    POST = "post", _("post only")


#: Surnames of two characters, which stay together when the rest of a name is masked.
_COMPOUND = (
    "欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 "
    "端木 呼延 南宫 独孤 百里 东郭 西门 申屠 澹台 拓跋 闻人 钟离 赫连 完颜 公冶 "
    "宗政 濮阳 淳于 单于 太史 轩辕 鲜于 闾丘 万俟 亓官 仲孙 太叔 纳兰 即墨 第五"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())


def masked_name(name: str) -> str:
    """The surname and 某 for each further character: 王某某; names that are masked already stay as they are."""
    bare = name.strip()
    surname = bare[:2] if bare[:2] in COMPOUND_SURNAMES else bare[:1]
    given = bare[len(surname) :].split("·")[0]
    return surname + "某" * max(len(given), 1) if bare else ""


def shown_name(
    name: str, form: NameForm, *, until: date | None = None, masked: str = "", on: date | None = None
) -> str:
    """The name as anybody may read it on a day (today by default): the one rule of page, index, feed, export and API.

    ``until`` is the last day of the full name; ``masked`` replaces the masked form that we would make.
    """
    day = on or timezone.localdate()
    if form == NameForm.POST:
        return ""
    if form == NameForm.FULL and (until is None or day <= until):
        return name
    return masked or masked_name(name)
