"""Notices of several cases: the round-up (典型案例通报) in its usual forms."""

from datetime import date
from typing import Any

from home.demo.cases import CaseText, write_cases
from home.demo.data import words
from home.demo.drafts import Block, Draft, Titles, paragraphs
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
    """A notice of two to twelve cases; every third one is a district's, every ninth a department's."""
    issuer, theme, chosen = _issuer(writer, place)
    count = writer.pick([2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 8, 10, 12])
    cases = write_cases(writer, theme, count, **chosen)
    slots = _slots(writer, issuer, theme, count, place)
    title = titles.unique(writer.fill(_title_pattern(writer, place), slots), writer.day)
    lead = writer.fill(writer.pick(words("notices")["leads"]), slots)
    blocks = [paragraphs(lead), *_case_blocks(writer, cases), *_quotation(writer), *remarks(writer, theme, slots)]
    terms = words("notices")["themes"][theme]["names"]
    return Draft(
        title=title,
        day=writer.day,
        unit=issuer,
        region=unit_entry(issuer)["region"],
        blocks=[*blocks, paragraphs(slots["issuer"], _long_date(writer.day))],
        summary=_summary(slots, cases),
        violations=tuple(dict.fromkeys(case.violation for case in cases)),
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


def _case_blocks(writer: Writer, cases: list[CaseText]) -> list[Block]:
    """The cases with numbered headings, run-in numbers, or as the bare paragraphs of the Central Commission."""
    style = writer.pick(["heading", "heading", "heading", "run-in", "case", "bare"])
    blocks: list[Block] = []
    for number, case in enumerate(cases, start=1):
        if style == "heading":
            blocks += [("heading", f"{numeral(number)}、{case.heading}"), paragraphs(case.text)]
        elif style == "case":
            blocks += [("heading", f"案例{numeral(number)}：{case.heading}"), paragraphs(case.text)]
        else:
            prefix = f"{number}.{case.heading}。" if style == "run-in" else f"{case.heading}。"
            blocks.append(("paragraph", f"<p><b>{prefix}</b>{case.text}</p>"))
    return blocks


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
