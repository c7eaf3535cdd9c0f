"""Which of several measures is whose behind 分别: the run of wordings cut into as many shares as there are persons."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from portal.notices.reader.grades import Token

#: Scales in whose order pairs are told one after the other.
MIN_SCALES = 2


def shares_of(text: str, run: list[Token], count: int) -> list[list[Token]] | None:
    """The run cut into as many shares as there are persons, by the cut that fits."""
    by_place: list[list[Token]] = []
    for token in run:
        if by_place and by_place[-1][0].start == token.start:
            by_place[-1].append(token)
        else:
            by_place.append([token])
    if len(by_place) == count:
        return by_place
    if (shares := _by_scale(by_place, count)) is not None:
        return shares
    for breaks in (r"处分|处理|，|；|和|以及|及", r"，|；|和|以及|及", r"处分、|处理、|；|，"):
        shares = _joined(by_place, _unbroken(text, breaks))
        if len(shares) == count:
            return shares
    two_scales = {"政务", "组织处理"}
    shares = _joined(by_place, lambda last, place: last.scale == "党纪" and place.scale in two_scales)
    return shares if len(shares) == count else None


def _by_scale(places: list[list[Token]], count: int) -> list[list[Token]] | None:
    """留党察看一年、党内严重警告处分和政务撤职、政务降级处分: the first of each scale is that of the first person."""
    groups = [list(group) for _scale, group in groupby(places, lambda place: place[0].scale)]
    scales = [[token for place in group for token in place] for group in groups]
    if len(scales) < MIN_SCALES or any(len(scale) != count for scale in scales):
        return None
    return [list(share) for share in zip(*scales, strict=True)]


def listed_shares(text: str, start: int, run: list[Token], group: list[str]) -> list[list[Token]] | None:
    """分别予以辞退、通报批评: what is no measure takes its turn too; 分别向省委、省政府作出检查 is no such row."""
    stops = [at for mark in "。；，\n" if (at := text.find(mark, run[-1].end)) != -1]
    if any(name in text[start : run[0].start] for name in group) or text.startswith("向", start):
        return None
    parts = [match.span() for match in re.finditer(r"[^、，和及]+", text[start : min(stops, default=len(text))])]
    spans = [(start + first, start + last) for first, last in parts]
    # 开除党籍、开除公职 is one wording, which all of them were given.
    is_cut = any(last < token.end and first <= token.start < last for first, last in spans for token in run)
    if len(parts) != len(group) or is_cut:
        return None
    return [[token for token in run if first <= token.start < last] for first, last in spans]


def _unbroken(text: str, breaks: str) -> Callable[[Token, Token], bool]:
    return lambda last, place: re.search(breaks, text[last.start : place.start]) is None


def _joined(places: list[list[Token]], is_one: Callable[[Token, Token], bool]) -> list[list[Token]]:
    """The places, with those joined that are one share with what stands before them."""
    shares: list[list[Token]] = []
    for place in places:
        if shares and is_one(shares[-1][-1], place[0]):
            shares[-1].extend(place)
        else:
            shares.append(list(place))
    return shares
