"""How words are typed and heard: pinyin, initials, and the sound in which confusable syllables are one."""

import re
from functools import lru_cache

import rjieba
from pypinyin import lazy_pinyin

from search.analysis import is_han, normalise, runs

#: Characters of a title that one suggestion key holds at most, as Han, pinyin and initials.
HAN_LENGTH, PINYIN_LENGTH, INITIALS_LENGTH = 16, 32, 12
#: Words of a title at which a suggestion may begin.
MOST_STARTS = 10
#: Nobody begins to type here.
_NOT_STARTS = frozenset("的了和与及或在是被把对等为之其于有原并")

_LONGEST_WORD = 32
_retroflex = re.compile(r"([zcs])h")
_nasal = re.compile(r"(?<=[aei])ng")


def compact(text: str) -> str:
    """Normalised, letters, digits and Han only: what is typed and what is stored meet in this form."""
    return "".join(runs(normalise(text)))


@lru_cache(maxsize=16_384)
def _heard(han: str) -> tuple[str, ...]:
    """Pinyin of each character of a word; the same words come in every document."""
    heard = lazy_pinyin(han, errors=lambda text: list(text))  # type: ignore[arg-type, return-value]
    # A reading for each character, or none at all: places must not shift.
    return tuple(heard if len(heard) == len(han) else han)


def syllables(text: str) -> list[str]:
    """What is typed for each character of Han (pinyin without tones, ü as v); other runs whole."""
    found: list[str] = []
    for run in runs(text):
        found.extend(_heard(run) if is_han(run) else (run,))
    return found


def pinyin(text: str) -> str:
    """As it is typed: weigui."""
    return "".join(syllables(text))


def initials(text: str) -> str:
    """The first letter of each syllable: wg. Runs that are not Han count as one."""
    return "".join(syllable[:1] for syllable in syllables(text))


def sound(text: str) -> str:
    """Pinyin with z/zh, c/ch, s/sh, n/ng and l/n as one; of a word or of what is typed for it alike."""
    flat = _nasal.sub("n", _retroflex.sub(r"\1", pinyin(normalise(text))))
    return flat.replace("l", "n")


def title_keys(title: str) -> set[str]:
    """Every way to begin typing a title from one of its words on."""
    written: list[str] = []
    spoken: list[str] = []
    starts: list[int] = []
    for run in runs(normalise(title)):
        han = is_han(run)
        for word in rjieba.cut(run) if han else (run,):
            if word not in _NOT_STARTS or not written:
                starts.append(len(written))
            written.extend(word if han else (word,))
            spoken.extend(_heard(word) if han else (word,))
    first = "".join(syllable[0] for syllable in spoken)
    found: set[str] = set()
    for start in starts[:MOST_STARTS]:
        found.add("".join(written[start : start + HAN_LENGTH])[:HAN_LENGTH])
        found.add("".join(spoken[start : start + PINYIN_LENGTH])[:PINYIN_LENGTH])
        found.add(first[start : start + INITIALS_LENGTH])
    return found


def vocabulary(text: str) -> set[str]:
    """The words of a text that may be offered to a reader: of two characters and more, no numbers."""
    words: set[str] = set()
    for run in runs(normalise(text)):
        if is_han(run):
            words.update(rjieba.cut(run))
        else:
            words.add(run)
    return {word for word in words if 1 < len(word) <= _LONGEST_WORD and not word.isdecimal()}
