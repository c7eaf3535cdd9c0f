"""Notices of several cases: the round-up (典型案例通报) in its usual forms."""

from datetime import date
from typing import Any

from home.demo.cases import CaseText, write_cases
from home.demo.data import words
from home.demo.drafts import CASES, Block, Draft, Titles, paragraphs
from home.demo.places import COMMISSION, issuer_name, unit_entry
from home.demo.writer import Writer, numeral

#: Departments that issue notices of their own field: theme, roles and units of those it is about.
DEPARTMENTS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "jc-12": ("austerity", ("institution",), ("jc-51", "jc-1201")),
    "jc-26": ("austerity", ("institution",), ("jc-2601", "jc-2602")),
    "jc-30": ("enterprise", ("enterprise",), ()),
    "jc-14": ("conduct", ("official",), ()),
}
THEMES = (
    "austerity",
    "austerity",
    "austerity",
    "masses",
    "masses",
    "formalism",
    "engineering",
    "enterprise",
    "conduct",
)
DISTRICT_THEMES = ("austerity", "masses", "masses", "masses", "formalism", "conduct")


def write_roundup(writer: Writer, titles: Titles, place: int) -> Draft:
    """A notice of two to six cases; every third one is a district's, every ninth a department's."""
    issuer, theme, chosen = _issuer(writer, place)
    count = writer.pick([2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 6])
    # A name can be masked on a page later, but what stands in a picture or a file is better not named at all.
    names = [] if _extras(place) else titles.names
    cases = write_cases(writer, theme, count, names=names, **chosen)
    slots = _slots(writer, issuer, theme, count, place)
    title = titles.unique(writer.fill(_title_pattern(writer, place), slots), writer.day)
    lead = writer.fill(writer.pick(words("notices")["leads"]), slots)
    blocks = [paragraphs(lead), CASES, *_quotation(writer), *remarks(writer, theme, slots)]
    terms = words("notices")["themes"][theme]["names"]
    return Draft(
        title=title,
        day=writer.day,
        unit=issuer,
        region=unit_entry(issuer)["region"],
        blocks=[*blocks, paragraphs(slots["issuer"], _long_date(writer.day))],
        summary=_summary(slots, cases),
        cases=tuple(case.record for case in cases),
        violations=tuple(dict.fromkeys(code for case in cases for code in case.record.violations)),
        forms=tuple(dict.fromkeys(form for case in cases for form in case.forms)),
        keywords=tuple(dict.fromkeys([terms[0], *(case.word for case in cases)]))[:5],
        topic=theme,
        has_number=writer.chance(0.6),
        batch=f"{writer.day.year}年第{numeral(place % 12 + 1)}批" if writer.chance(0.3) else "",
        extras=_extras(place),
    )


def _issuer(writer: Writer, place: int) -> tuple[str, str, dict[str, Any]]:
    """Who issues it, its theme, and whom it may be about."""
    if place % 9 == 4:
        issuer = list(DEPARTMENTS)[place // 9 % len(DEPARTMENTS)]
        theme, roles, units = DEPARTMENTS[issuer]
        return issuer, theme, {"roles": roles, "units": units}
    if place % 3 == 1:
        issuer = f"jc-8{writer.random.randint(1, 5)}00"
        region = unit_entry(issuer)["region"]
        return issuer, writer.pick(DISTRICT_THEMES), {"region": region, "roles": ("town", "village")}
    return COMMISSION, writer.pick(THEMES), {}


def _slots(writer: Writer, issuer: str, theme: str, count: int, place: int) -> dict[str, str]:
    area = unit_entry(issuer)["name"][2:5] if issuer.endswith("00") else "霁川市"
    slots = {
        "issuer": issuer_name(issuer),
        "area": area,
        "area_word": {"区": "区", "县": "县"}.get(area[-1], "市") if issuer.endswith("00") else "市",
        "count": "两" if count == 2 else numeral(count),
        "digits": str(count),
        "year": str(writer.day.year),
        "ordinal": numeral(place % 12 + 1),
        "holiday": next_holiday(writer.day),
        "theme": writer.pick(words("notices")["themes"][theme]["names"]),
    }
    slots["campaign"] = writer.fill(writer.pick(words("notices")["themes"][theme]["campaigns"]), slots)
    return slots


def next_holiday(day: date) -> str:
    """The holiday that people think of in a month."""
    return ("春节", "清明", "清明", "五一", "端午", "端午", "中秋", "中秋", "国庆", "岁末", "元旦", "元旦")[
        day.month - 1
    ]


def _title_pattern(writer: Writer, place: int) -> str:
    patterns: list[str] = words("notices")["titles"]
    return patterns[(place + writer.random.randint(0, 2)) % len(patterns)]


def _quotation(writer: Writer) -> list[Block]:
    return [("quote", dict(writer.pick(words("notices")["quotes"])))] if writer.chance(0.15) else []


def remarks(writer: Writer, theme: str, slots: dict[str, str]) -> list[Block]:
    """What the notice concludes from its cases, and demands."""
    texts = words("notices")
    point = writer.fill(writer.pick(texts["points"]), slots)
    lesson = writer.pick(texts["themes"][theme]["lessons"])
    return [paragraphs(f"{point}，{lesson}"), demands(writer, slots)]


def demands(writer: Writer, slots: dict[str, str]) -> Block:
    """What the notice asks of everybody."""
    texts = words("notices")
    call = writer.fill(writer.pick(texts["calls"]), slots)
    first, *others = writer.some(texts["demands"], writer.random.randint(1, 6))
    return paragraphs(f"{call}，{first}", *others)


def _summary(slots: dict[str, str], cases: list[CaseText]) -> str:
    listed = "；".join(case.heading for case in cases[:2])
    return f"{slots['issuer']}对{slots['digits']}起{slots['theme']}典型案例进行通报，涉及{listed}等。"


def _extras(place: int) -> tuple[str, ...]:
    kinds: dict[int, tuple[str, ...]] = {5: ("pdf",), 11: ("picture",), 17: ("docx",)}
    return kinds.get(place % 18, ())


def _long_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def table(headers: list[str], rows: list[list[str]], caption: str) -> Block:
    """A table block whose first row holds the headings."""
    value: dict[str, Any] = {
        "data": [headers, *rows],
        "cell": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": caption,
    }
    return "table", value
