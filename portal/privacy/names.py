"""How a person's name is shown in public: in full, the surname alone, or not at all."""

from __future__ import annotations

import re
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

#: What stands for a name where not even the surname is to be read.
NOBODY = "某某"
#: The dots that part a name that is written from another language: 买买提·吐尔逊.
DOTS = "·•‧・･∙⋅．."

#: Longer names get no more 某 than this: the length of a rare name would tell it.
_MOST_MASKS = 2
#: Selectors of a character's variant and characters without width: part of what was typed, not of the name.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_IN_BRACKETS = re.compile(r"[（(［\[][^（）()［］\[\]]*[）)］\]]\s*\Z")
_MASKED = re.compile(r"[某×✕╳✖*＊○◯●□■△]|〇〇|(?<=[\u3400-\u9fff])[xXｘＸ]+\Z")
_TITLES = re.compile(
    r"(?<=\w\w)(?:同志|先生|女士|书记|主任|经理|董事长|[省州市县区旗乡镇村局厅处科股部院校所站队行社司会]长)\Z"
)


def bare_name(name: str) -> str:
    """The name alone: without a title or a remark behind it (王明同志, 王明（女）) and without spaces between Han."""
    bare = _UNSEEN.sub("", name).strip()
    bare = _IN_BRACKETS.sub("", bare).strip() or bare
    bare = _TITLES.sub("", bare)
    return bare if _is_latin(bare) else re.sub(r"\s+", "", bare)


def is_masked(name: str) -> bool:
    """Whether a name does not name anybody any more: 王某某, 王××, 王XX."""
    return bool(_MASKED.search(name))


def masked_name(name: str) -> str:
    """The surname and 某 for each further character, two at most: 王某某. What is masked already stays as it is.

    Of names written from other languages only the first character or letter stays: 买某某, J某某.
    """
    bare = bare_name(name)
    if not bare or is_masked(bare):
        return bare
    if _is_latin(bare) or any(dot in bare for dot in DOTS):
        return bare[0] + "某" * _MOST_MASKS
    surname = bare[:2] if bare[:2] in COMPOUND_SURNAMES else bare[:1]
    return surname + "某" * min(max(len(bare) - len(surname), 1), _MOST_MASKS)


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


def _is_latin(name: str) -> bool:
    return bool(re.match(r"[^\W\d_\u2e80-\U0010ffff]", name))
