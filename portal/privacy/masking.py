"""Takes names out of texts: plain text, HTML, and the blocks of a StreamField."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from wagtail import blocks

from portal.privacy.names import COMPOUND_SURNAMES, DOTS, NOBODY, bare_name
from search.analysis import normalise

#: What may lie between two characters of a name without parting it: 王　明.
_GAP = "[^\\S\n]{0,3}[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]{0,2}[^\\S\n]{0,3}"
_BETWEEN_WORDS = rf"[\s{re.escape(DOTS)}\-]+"
_DOT = rf"[^\S\n]?[{re.escape(DOTS)}\-]?[^\S\n]?"

_TAG = re.compile(r"(<!--.*?-->|</?[a-zA-Z][^>]*>)", re.DOTALL)
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|u)\b", re.IGNORECASE)
_CHARACTER = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});|.", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\s+([a-zA-Z_:][-\w:.]*)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
#: Attributes that are read out or shown; others with a name in them lose it with their value.
_READ = frozenset({"alt", "title", "aria-label", "summary"})


class NameMask:
    """Replaces names, each by what is shown for it; a name that is shown as it is protects itself.

    Names are found in any script and width (甄士測), with spaces or a variant of the dot inside. A longer name that is
    known wins over a shorter one inside it; names of one character are never looked for.
    """

    def __init__(self, shown: Mapping[str, str]) -> None:
        self._shown: dict[str, str] = {}
        for name, instead in shown.items():
            bare = normalise(bare_name(name))
            if len(bare) > 1:
                # Two persons of one name: what must not be read of one is not read at all.
                kept = self._shown.get(bare)
                is_same = normalise(bare_name(instead)) == bare
                self._shown[bare] = (kept if is_same and kept is not None else instead) or NOBODY
        names = sorted(self._shown, key=lambda name: (-len(name), name))
        self._names = re.compile("|".join(f"({_pattern(name)})" for name in names)) if names else None
        self._instead = [
            None if normalise(bare_name(self._shown[name])) == name else self._shown[name] for name in names
        ]

    def __bool__(self) -> bool:
        """Whether there is anything to mask."""
        return any(instead is not None for instead in self._instead)

    def finds(self, text: str) -> bool:
        """Whether a text holds a name that must not be read."""
        return next(self._found(text), None) is not None

    def text(self, text: str) -> str:
        """Plain text without the names."""
        parts, at = [], 0
        for start, end, instead in self._found(text):
            parts += [text[at:start], instead]
            at = end
        return "".join([*parts, text[at:]])

    def html(self, source: str) -> str:
        """HTML without the names in its text, also where inline tags part them, and in attributes that are read."""
        pieces, plain, places = _taken_apart(source)
        if plain and self.finds(plain):
            for start, end, instead in self._found(plain):
                for place in places[start:end]:
                    pieces[place] = ""
                pieces[places[start]] = html.escape(instead, quote=False)
        return "".join(self._tag(piece) if len(piece) > 1 and piece[0] == "<" else piece for piece in pieces)

    def stream(self, block: blocks.Block, raw: Any) -> Any:
        """The stored form of a block's value without the names; ``block`` says which texts are HTML."""
        if isinstance(block, blocks.StreamBlock):
            known = block.child_blocks
            return [
                {**each, "value": self.stream(known[each["type"]], each["value"])}
                if each.get("type") in known
                else each
                for each in raw or ()
            ]
        if isinstance(block, blocks.StructBlock) and isinstance(raw, Mapping):
            children = block.child_blocks
            return {
                name: self.stream(children[name], value) if name in children else value for name, value in raw.items()
            }
        if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
            return [self._item(block.child_block, each) for each in raw]
        return self._value(raw, is_html=isinstance(block, blocks.RichTextBlock | blocks.RawHTMLBlock))

    def _item(self, block: blocks.Block, item: Any) -> Any:
        if isinstance(item, Mapping) and item.keys() >= {"type", "value"}:
            return {**item, "value": self.stream(block, item["value"])}
        return self.stream(block, item)

    def _value(self, raw: Any, *, is_html: bool) -> Any:
        """Text at any depth: a table keeps its cells in lists of lists."""
        if isinstance(raw, str):
            return self.html(raw) if is_html else self.text(raw)
        if isinstance(raw, Mapping):
            return {key: self._value(value, is_html=is_html) for key, value in raw.items()}
        if isinstance(raw, list | tuple):
            return [self._value(value, is_html=is_html) for value in raw]
        return raw

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        if self._names is None:
            return
        # Character for character, so places in the one are places in the other.
        for match in self._names.finditer(normalise(text)):
            instead = self._instead[(match.lastindex or 1) - 1]
            if instead is not None:
                yield match.start(), match.end(), instead

    def _tag(self, tag: str) -> str:
        if "=" not in tag or not self.finds(_readable(tag)):
            return tag
        return _ATTRIBUTE.sub(self._attribute, tag)

    def _attribute(self, match: re.Match[str]) -> str:
        name, value = match[1], match[2].strip("\"'")
        if not self.finds(_readable(value)):
            return match[0]
        return f' {name}="{html.escape(self.text(html.unescape(value)))}"' if name.lower() in _READ else ""


def mask_names(text: str, shown: Mapping[str, str]) -> str:
    """Plain text with each name replaced by what is shown for it."""
    return NameMask(shown).text(text)


def _pattern(name: str) -> str:
    """An expression for a name in normalised text."""
    if name[0].isascii():
        words = _BETWEEN_WORDS.join(re.escape(word) for word in re.split(_BETWEEN_WORDS, name) if word)
        return f"(?<![a-z0-9]){words}(?![a-z0-9])"
    parts = [part for part in re.split(f"[{re.escape(DOTS)}]", name) if part]
    spelt = _DOT.join(_GAP.join(map(re.escape, part)) for part in parts)
    # 欧阳明 is not 阳明 after an 欧.
    before = "".join(surname[0] for surname in sorted(COMPOUND_SURNAMES) if surname[1] == name[0])
    return (f"(?<![{before}])" if before else "") + spelt


def _readable(markup: str) -> str:
    return unquote(html.unescape(markup))


def _taken_apart(source: str) -> tuple[list[str], str, list[int]]:
    """The pieces of HTML, its text in single characters, and for each of these the place of its piece."""
    pieces: list[str] = []
    plain: list[str] = []
    places: list[int] = []
    for part in _TAG.split(source):
        is_tag = bool(_TAG.fullmatch(part))
        for piece in [part] if is_tag else _CHARACTER.findall(part):
            if not is_tag or not _INLINE.match(part):
                # What stands for one character must be one: anything else parts two texts, as a paragraph does.
                character = "\n" if is_tag else html.unescape(piece)
                plain.append(character if len(character) == 1 else "\n")
                places.append(len(pieces))
            pieces.append(piece)
    return pieces, "".join(plain), places
