"""Repairs text that mirror sites have damaged, and counts what was taken out.

What goes: pinyin notes after their character, such as 個(gè) or 政(zheng)(zheng); lone marks of 32 hexadecimal digits;
characters that nobody sees. What stays: brackets that hold Chinese or ordinary Latin such as (GDP), and the script.
"""

import re
import unicodedata
from collections import Counter
from enum import StrEnum
from functools import lru_cache

from pypinyin import Style, pinyin

from search.analysis import HAN


class Damage(StrEnum):
    """Kinds of damage; the values stand in report files."""

    PINYIN = "pinyin"
    HEX = "hex"
    INVISIBLE = "invisible"
    CONTROL = "control"
    PRIVATE_USE = "private_use"
    SURROGATE = "surrogate"
    #: Characters that were lost before the file was made. They stay, so that a reader sees that something is missing.
    LOST = "lost"


Found = Counter[Damage]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ufffe\uffff]"
)
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000fffff\U00100000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HEX_TOKEN = re.compile(
    r"(?<![0-9A-Za-z/=_.#?&%@:+-])(?=[0-9a-fA-F]*[a-fA-F])(?=[0-9a-fA-F]*[0-9])[0-9a-fA-F]{32}(?![0-9A-Za-z/=_.@%+-])"
)
_NOTE = r"[(（]\s*([a-z\u00df-\u024f\u0300-\u036f\u1e00-\u1eff]{1,12})\s*[)）]"
_NOTED = re.compile(rf"([{HAN}])((?:{_NOTE})+)")
_ONE_NOTE = re.compile(_NOTE)
_SYLLABLE = re.compile(r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?[aeiou]{1,3}(?:n|ng|r)?|m|n|ng|hm|hng")
_TONES = frozenset("\u0300\u0301\u0304\u030c")
_WITHOUT_A_SIGHT = (
    (Damage.SURROGATE, _SURROGATE),
    (Damage.CONTROL, _CONTROL),
    (Damage.INVISIBLE, _INVISIBLE),
    (Damage.PRIVATE_USE, _PRIVATE_USE),
)


def clean(text: str, found: Found, before: str = "") -> str:
    """The text without the damage, which is added to ``found``. Cleaning twice changes nothing more.

    ``before`` is the character that stands before the text, for text that arrives in pieces.
    """
    for kind, pattern in _WITHOUT_A_SIGHT:
        text, count = pattern.subn("", text)
        if count:
            found[kind] += count
    if lost := text.count("\ufffd"):
        found[Damage.LOST] += lost
    if text.isascii() and len(text) < 3:
        return text
    text, count = _HEX_TOKEN.subn("", text)
    if count:
        found[Damage.HEX] += count
    if "(" in text or "（" in text:
        text = _NOTED.sub(lambda match: _without_notes(match, found), before + text)[len(before) :]
    return text


def clean_line(text: str, found: Found) -> str:
    """The same for what stands on one line: spaces and line ends become single spaces."""
    return " ".join(clean(text, found).split())


def _without_notes(match: re.Match[str], found: Found) -> str:
    character, notes = match[1], match[2]
    kept = 0
    while (note := _ONE_NOTE.match(notes, kept)) and _is_reading(character, note[1]):
        found[Damage.PINYIN] += 1
        kept = note.end()
    return character + notes[kept:]


def _is_reading(character: str, note: str) -> bool:
    """Whether the note says how the character is read; a tone mark over any syllable is proof enough."""
    decomposed = unicodedata.normalize("NFD", note)
    plain = _plain(note)
    if _TONES & set(decomposed):
        return _SYLLABLE.fullmatch(plain) is not None
    return plain in _readings(character)


@lru_cache(maxsize=8192)
def _readings(character: str) -> frozenset[str]:
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(_plain(reading) for readings in found for reading in readings)


def _plain(syllable: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFD", syllable) if not unicodedata.combining(letter))
    return "".join(letters).replace("v", "u").replace("ɡ", "g").replace("ɑ", "a")
