"""How text becomes tokens: once, for every engine, so that totals and order cannot differ between them.

Characters are indexed, not words: a dictionary would lose the names and the compounds it does not know. `normalise`
maps one character to one character, so an offset in its result is an offset in the original. `tokens` then cuts the
text into Han characters, runs of other letters and runs of digits; what lies between is a gap, and gaps count only
between two Han characters (张三、李四 is not 张三李四, but 〔2026〕3号 is [2026] 3号). The two streams write the same
tokens in the two ways in which the engines find a phrase fastest.
"""

import re
import unicodedata
from functools import cache, lru_cache
from operator import add

import opencc

#: Goes up with every change that makes other tokens of the same text. An index of another version must be rebuilt.
RULES = 1
ANALYSER_VERSION = f"{RULES} opencc {opencc.__version__} unicode {unicodedata.unidata_version}"

#: Stands in the tokens where a gap parts two Han characters. No text makes it, for it is neither letter nor digit.
GAP = "/"

#: Longer runs of letters or digits are cut: Elasticsearch's whitespace analyser cuts at 255 by itself.
LONGEST_RUN = 64

#: Han with extensions and 々〆〇, kana, bopomofo, hangul: the scripts written without spaces between words.
HAN = (
    "\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
LETTER = rf"[^\W\d_{HAN}]"
DIGIT = r"\d"

_run = re.compile(rf"[{HAN}]+|{LETTER}{{1,{LONGEST_RUN}}}|{DIGIT}{{1,{LONGEST_RUN}}}")
_han = re.compile(rf"[{HAN}]")
_GAP_CHARACTER = rf"(?:[^\w{HAN}]|_)"
_edges = re.compile(rf"\A{_GAP_CHARACTER}+|{_GAP_CHARACTER}+\Z")

_HAN_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))
_FOLDED_BLOCKS = (
    (0, 0xD800),
    (0xF900, 0x10000),
    (0x10400, 0x10428),
    (0x1D400, 0x1D800),
    (0x1F100, 0x1F200),
    (0x2F800, 0x2FA20),
)
_REPLACEMENT = 0xFFFD


def _simplified() -> dict[str, str]:
    """Traditional to simplified, each character by itself; a line each, or OpenCC would convert by phrases."""
    characters = [chr(code) for block in _HAN_BLOCKS for code in range(*block)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, converted, strict=True) if old != new and len(new) == 1}


@cache
def _table() -> dict[int, int]:
    """Character to character for `str.translate`; a second pass changes nothing more."""
    simplified = _simplified()
    # Those that stay are listed as well: a miss costs `translate` an exception.
    table = {
        code: code for code in (*range(0x500), *range(0x2000, 0x2070), *range(0x3000, 0x3100), *range(0x4E00, 0xA000))
    }
    for code in (code for block in (*_FOLDED_BLOCKS, *_HAN_BLOCKS) for code in range(*block)):
        character = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(character) != 1:
            character = chr(code)
        while character in simplified:
            character = simplified[character]
        if ord(character) != code:
            table[code] = ord(character)
    table.update(dict.fromkeys((0, *range(55296, 57344)), _REPLACEMENT))
    return table


def normalise(text: str) -> str:
    """Simplified, half-width, lower case; as long as `text`, character for character. Any string will do."""
    return text.translate(_table())


def runs(normalised: str) -> list[str]:
    """The unbroken stretches of Han, of other letters and of digits, in order."""
    return _run.findall(normalised)


def trimmed(normalised: str) -> str:
    """Without the gaps at both ends."""
    return _edges.sub("", normalised)


def is_han(run: str) -> bool:
    """Whether a run, or a token, is of Han characters; a run never mixes."""
    return not run.isascii() and _han.match(run) is not None


def tokens(normalised: str) -> list[str]:
    """Han characters one by one, other runs whole, `GAP` between Han runs. A phrase is a stretch of these."""
    found: list[str] = []
    after_han = False
    for run in runs(normalised):
        han = is_han(run)
        if han:
            if after_han:
                found.append(GAP)
            found.extend(run)
        else:
            found.append(run)
        after_han = han
    return found


def single_stream(normalised: str) -> str:
    """What Elasticsearch indexes and is asked (``whitespace`` analyser): the tokens as they are."""
    return " ".join(tokens(normalised))


def bigram_stream(normalised: str) -> str:
    """What SQLite indexes: at each position of a Han run two characters, at its end one; other runs whole.

    The end says by itself that the run is over, so no gap is written.
    """
    found: list[str] = []
    for run in runs(normalised):
        if len(run) > 1 and is_han(run):
            found.extend(map(add, run, run[1:]))
            found.append(run[-1])
        else:
            found.append(run)
    return " ".join(found)


def bigram_phrase(normalised: str) -> tuple[str, bool]:
    """A phrase in the terms of `bigram_stream`, and whether its last token is only the beginning of one."""
    parts = runs(normalised)
    if not parts or not is_han(parts[-1]):
        return bigram_stream(normalised), False
    stream = bigram_stream(normalised)
    if len(parts[-1]) == 1:
        return stream, True
    # More may follow in the document, so the end of the run is not asked for.
    return stream[:-2], False


@lru_cache(maxsize=2048)
def finder(phrase: str) -> re.Pattern[str]:
    """Finds in normalised text what the engines find for a normalised phrase; never, when the phrase has no token."""
    written: list[str] = []
    previous = ""
    for token in tokens(phrase):
        if token == GAP:
            written.append(f"{_GAP_CHARACTER}+")
        else:
            joined = not previous or previous == GAP or (is_han(previous) and is_han(token))
            written.append(("" if joined else f"{_GAP_CHARACTER}*") + _exactly(token))
        previous = token
    return re.compile("".join(written) or "(?!)")


def _exactly(token: str) -> str:
    if is_han(token):
        return token
    kind = DIGIT if token[0].isdecimal() else LETTER
    return f"(?<!{kind}){token}(?!{kind})"
