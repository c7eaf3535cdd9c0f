"""One way of writing for the rules: simplified, half-width, undamaged; each character knows where it came from."""

from __future__ import annotations

import re
from array import array
from collections import Counter

from portal.notices.importing.damage import Damage, clean
from portal.notices.reader import words
from portal.notices.reader.records import Field, Span, Sure
from search.analysis import normalise

_PUNCTUATION = str.maketrans(
    {
        ",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？", "､": "、", "﹑": "、", "｡": "。",
        "[": "〔", "]": "〕", "【": "〔", "】": "〕", "［": "〔",
        "］": "〕", "–": "—", "―": "—", "~": "—", "～": "—",
        "－": "—", "−": "—", "-": "—",
        "・": "·", "•": "·", "‧": "·", "･": "·", "⋅": "·", "●": "·", "○": "〇", "◯": "〇",
        "＊": "*", "×": "x", "＂": '"', "「": "“", "」": "”", "『": "“", "』": "”", "\r": "\n", "\v": "\n", "\f": "\n",
        "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "〜": "—",
        # Traditional ones that only whole words make simplified (瞭解, 藉口), and those of Hong Kong.
        "瞭": "了", "藉": "借", "衞": "卫", "敍": "叙", "覈": "核",
    }
)  # fmt: skip
_SPACE = re.compile(r"[ \t\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]+")
#: 浏览次数：2087 2015年4月; 6 480元.
_NUMBER_BEHIND = re.compile(r"(?:19|20)\d\d年|\d{3}(?: \d{3})*(?:\.\d{1,2})?[余多万]?元")
_DOUBLED_BREAK = re.compile(r"\n{2,}")
_PERIOD_AS_STOP = re.compile(
    r"(?<=[\u4e00-\u9fff”）])\.(?=\s|$|\d)|(?<=问题|处分|处理|收缴|清退|退还|退赔|影响|起诉|如下)\."
)
#: A dot behind five characters or more without a mark: where there are more of these than stops, they are the stops.
_DOT_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff]{5})\.(?=[\u4e00-\u9fff“（〔])")
_SENTENCE_END = "。！？：；”）〕"
#: With these no line begins that is a paragraph of its own.
_GOES_ON = frozenset("，。；、：）”》")
#: 2021年7月\n，李某受到: a line end before a comma is always damage.
_WITHIN_SENTENCE = re.compile(r"(?<!\n)\n(?=[，。；、])")
_LINE_ENDS = ("问题", "案例", "如下", "通报", "案", "处分", "处理")
_NEW_ITEM = re.compile(
    r"(?:案例|第)?[（(]?[\d一二三四五六七八九十①-⑩]{1,3}[、.．：:）)]|附[：:件]|案例[一二三四五六七八九十\d]"
)
#: What a list of decisions on one case follows: 作出如下处理：.
_DECISIONS_FOLLOW = re.compile(
    r"(?:作出|做出|作|给予|进行|予以)(?:了)?(?:如下|以下|相应)?[^。；：\n]{0,12}?(?:处理|处分|问责|决定|追责)(?:决定)?(?:如下)?：(?=\n)"
    r"|(?:研究决定|决定|(?:处理|处分|问责|追责)(?:结果|意见|情况|决定)?(?:通报|公布)?如下)：(?=\n)"
)
_LISTED = re.compile(
    r"\n(?P<mark>（?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）、.．]{1,2}|[①-⑮][、.]?|—{1,2})?(?P<decision>[^\n]{4,400})(?=\n|$)"
)
_DECIDES = re.compile(
    r"给予|免去|责令|撤销|诫勉|批评教育|约谈|警告|记过|记大过|撤职|开除|降级|留党察看|通报批评|移送|停职|免职|检查|解聘|辞退|调离|提醒谈话|扣[减发]|取消"
)
#: 8月26日第1节课，王某迟到，给予: an item that tells an affair of its own.
_TELLS_WHEN = re.compile(
    r"^\d{1,2}月\d{1,2}日(?!，?(?:经|[^，。；\n]{2,16}研究))|(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?至|"
    r"(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?!，?(?:经|给予|决定|受到|被|任|[^，。；\n]{2,24}(?:研究|决定)))"
)
#: 受到*内警告处分, 镇*委书记: forums star the character out.
_STARRED = re.compile(r"\*(?=内(?:严重)?警告|内职务|籍|委|支部|总支|员|组|工委)")
#: Sentences of a paragraph that is more than one of a list.
MIN_SENTENCES = 3
#: Characters of a line that was broken by its width.
MIN_WRAPPED = 14


#: 电（记者某某 某某）: who wrote a report is nobody of whom it speaks.
_BYLINE = re.compile(r"（[^（）\n]{0,8}(?:记者|通讯员)[^（）\n]{1,24}）")

#: 一、某镇“12·20”森林火灾, and on the next line 防控责任落实不到位问题: one heading, where the second names nobody.
_HEADING_BREAK = re.compile(
    r"(?:^|\n)(?:[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[、.．])"
    r"[^，。；：\n]{6,60}(?<!问题)(?<!案例)(?<!案件)(?<!情况)(?P<break>\n)\n*"
    rf"(?=(?![^\n]{{0,40}}(?:{words.UNIT_END}|{words.POST}))[^，。；：\n]{{4,40}}问题\n)"
)


class Normalised:
    """A text for the rules, and the way back to its source."""

    def __init__(self, source: str) -> None:
        self.source = source
        kept, offsets = _without_damage(source)
        text = _STARRED.sub("党", normalise(kept).translate(_PUNCTUATION))
        text, offsets = _without(text, offsets, _removable(text))
        text, offsets = _without(text, offsets, [match.span() for match in _BYLINE.finditer(text)])
        has_few_stops = len(_DOT_WITHIN.findall(text)) > text.count("。")
        text = _PERIOD_AS_STOP.sub("。", text)
        if has_few_stops:
            text = _DOT_WITHIN.sub("。", text)
        text, offsets = _without(text, offsets, _soft_breaks(text))
        if has_few_stops:
            text = _DOT_WITHIN.sub("。", text)
        text = _stopped(text)
        text, offsets = _without(text, offsets, _listed_breaks(text))
        self.text, self._offsets = text, offsets

    def span(self, start: int, end: int) -> Span:
        """The place in the source of what stands from ``start`` up to ``end``."""
        if start >= end:
            at = self._offsets[start] if start < len(self._offsets) else len(self.source)
            return at, at
        return self._offsets[start], self._offsets[end - 1] + 1

    def written(self, start: int, end: int) -> str:
        """The characters as the source has them, without the damage between them."""
        return "".join([self.source[self._offsets[at]] for at in range(start, end)])

    def field(self, start: int, end: int, sure: Sure = Sure.HIGH) -> Field:
        """A piece with its place."""
        return Field(self.written(start, end), self.span(start, end), sure)


def _without_damage(source: str) -> tuple[str, array[int]]:
    found: Counter[Damage] = Counter()
    kept = clean(source, found)
    if len(kept) == len(source):
        return kept, array("I", range(len(source)))
    offsets = array("I")
    at = 0
    # What `clean` leaves is a subsequence of the source.
    for character in kept:
        at = source.index(character, at)
        offsets.append(at)
        at += 1
    return kept, offsets


def _without(text: str, offsets: array[int], cuts: list[tuple[int, int]]) -> tuple[str, array[int]]:
    if not cuts:
        return text, offsets
    pieces, places = [], array("I")
    at = 0
    for start, end in cuts:
        pieces.append(text[at:start])
        places.extend(offsets[at:start])
        at = end
    pieces.append(text[at:])
    places.extend(offsets[at:])
    return "".join(pieces), places


def _removable(text: str) -> list[tuple[int, int]]:
    """Spaces, but not between two Latin words or two numbers."""
    return [match.span() for match in _SPACE.finditer(text) if not _parts(text, *match.span())]


def _parts(text: str, start: int, end: int) -> bool:
    """Whether a space parts two words or numbers, or the thousands of one."""
    if _is_latin(text[start - 1 : start]) and _is_latin(text[end : end + 1]):
        return True
    return text[start - 1 : start].isdigit() and _NUMBER_BEHIND.match(text, end) is not None


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _soft_breaks(text: str) -> list[tuple[int, int]]:
    """The line ends that only the width of the page made, as PDF files have them; and doubled ones."""
    cuts = [(match.start() + 1, match.end()) for match in _DOUBLED_BREAK.finditer(text)]
    cuts += [match.span() for match in _WITHIN_SENTENCE.finditer(text)]
    cuts += [match.span("break") for match in _HEADING_BREAK.finditer(text)]
    lines = [line for line in text.split("\n") if line]
    open_lines = [len(line) for line in lines if len(line) >= MIN_WRAPPED and line[-1] not in _SENTENCE_END]
    if len(open_lines) < 2 or len(open_lines) * 5 < len(lines) * 2:
        return sorted(cuts)
    width = sorted(open_lines)[len(open_lines) * 3 // 4]
    # Where the width of a page breaks lines, none is much longer than the others.
    if width > 90 or max(map(len, lines)) * 5 > width * 7:
        return sorted(cuts)
    start = 0
    for match in re.finditer(r"\n+", text):
        line = text[start : match.start()]
        start = match.end()
        is_full = len(line) >= max(MIN_WRAPPED, width * 4 // 5)
        goes_on = text[start : start + 1] in _GOES_ON
        is_open = is_full and (goes_on or line[-1] not in _SENTENCE_END and not line.endswith(_LINE_ENDS))
        is_number = line[-1:].isdigit() and text[start : start + 1].isdigit()
        if is_open and (is_number or not _NEW_ITEM.match(text, start)):
            cuts.append((match.start(), match.start() + 1))
    return sorted(set(cuts))


def _listed_breaks(text: str) -> list[tuple[int, int]]:
    """The line ends and numbers of a list of what was decided in one case: it is read as one paragraph."""
    cuts: list[tuple[int, int]] = []
    for lead in _DECISIONS_FOLLOW.finditer(text):
        at = lead.end()
        while (line := _LISTED.match(text, at)) is not None and _is_decision(line):
            cuts.append((at, line.start("decision")))
            at = line.end()
    return sorted(set(cuts))


def _stopped(text: str) -> str:
    """The items of a list of decisions are one sentence: the day before it is that of them all."""
    stops: list[int] = []
    for lead in _DECISIONS_FOLLOW.finditer(text):
        at = lead.end()
        while (line := _LISTED.match(text, at)) is not None and _is_decision(line):
            if at > lead.end():
                # The line end itself becomes the stop, so that every character keeps its place.
                stops.append(at - (text[at - 1] in _SENTENCE_END))
            at = line.end()
    pieces = list(text)
    for at in stops:
        pieces[at] = "；"
    return "".join(pieces)


def _is_decision(listed: re.Match[str]) -> bool:
    """Whether a line of a list gives somebody a measure, and is neither a heading nor a paragraph of its own."""
    line = listed["decision"]
    if not listed["mark"] and line.count("。") >= MIN_SENTENCES:
        return False
    decides = _DECIDES.search(line)
    if decides is None or _TELLS_WHEN.search(line, 0, decides.start()):
        return False
    return "问题。" not in line or line.startswith(("对", "给予", "免去", "责令"))
