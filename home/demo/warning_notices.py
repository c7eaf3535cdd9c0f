"""Warnings (预警提醒): before holidays, of risks, drawn from cases."""

from datetime import date, timedelta

from home.demo.calendar import Node
from home.demo.data import words
from home.demo.drafts import Draft, Titles, numbered, paragraphs
from home.demo.places import COMMISSION, issuer_name, unit_entry
from home.demo.writer import Writer, numeral
from portal.notices.models import WarningPage

HOTLINE = "12388"


def write_holiday(writer: Writer, titles: Titles, node: Node, unit: str) -> Draft:
    """The reminder before a holiday: five or six things that are forbidden, what will be inspected."""
    texts = words("warnings")
    entry = texts["nodes"][node.name]
    slots = {"issuer": issuer_name(unit), "year": str(node.year), "node": entry["label"]}
    bans = entry["ban"] + writer.some(texts["common"], writer.random.randint(2, 4))
    follow = writer.some(texts["follow"], writer.random.randint(2, 3))
    title = writer.fill(writer.pick(entry["titles"]), slots)
    if unit != COMMISSION and slots["issuer"] not in title:
        title = f"{slots['issuer']}{'' if title.startswith('关于') else '：'}{title}"
    return Draft(
        title=titles.unique(title, writer.day),
        day=writer.day,
        unit=unit,
        region=unit_entry(unit)["region"],
        blocks=[
            paragraphs(writer.fill(writer.pick(texts["openings"]), slots)),
            ("heading", f"做到“{numeral(len(bans))}个严禁”"),
            numbered([f"{ban}；" for ban in bans[:-1]] + [f"{bans[-1]}。"]),
            paragraphs(*follow, slots["issuer"], f"{writer.day.year}年{writer.day.month}月{writer.day.day}日"),
        ],
        summary=f"{slots['issuer']}提醒广大党员干部在{entry['label']}期间严守纪律规矩，做到“{numeral(len(bans))}个严禁”。",
        keywords=(node.name, "廉洁提醒", "严禁"),
        topic="holiday",
        violations=("integrity.02", "integrity.08"),
        warning={
            "warning_kind": WarningPage.Kind.HOLIDAY,
            "holiday": node.name,
            "addressees": writer.pick(texts["audiences"]),
            "valid_from": writer.day,
            "valid_to": max(node.end, writer.day) + timedelta(days=2),
            "hotline": HOTLINE,
        },
        extras=("picture",) if writer.chance(0.04) else (),
    )


def write_risk(writer: Writer, titles: Titles, place: int, until: date | None) -> Draft:
    """A warning of a risk in one field of work, in force until a day or until taken down."""
    texts = words("warnings")
    risk = texts["risks"][place % len(texts["risks"])]
    unit = COMMISSION if place % 4 else "jc-06"
    slots = {"issuer": issuer_name(unit), "focus": risk["focus"]}
    return Draft(
        title=titles.unique(risk["title"], writer.day),
        day=writer.day,
        unit=unit,
        region="990100",
        blocks=[
            paragraphs(writer.fill(texts["risk_intro"], slots)),
            ("heading", "一、主要风险点"),
            paragraphs(f"{risk['focus']}等环节权力集中、监督薄弱，一些单位制度执行不严，容易诱发违规违纪问题。"),
            ("heading", "二、行为红线"),
            numbered([f"{ban}；" for ban in risk["ban"]] + [f"{writer.pick(texts['common'])}。"]),
            ("heading", "三、防控要求"),
            paragraphs(*writer.some(words("notices")["demands"], 2)),
        ],
        summary=f"提醒相关单位和人员重点防范{risk['focus']}环节的廉洁风险。",
        keywords=("风险预警", *risk["focus"].split("、"))[:4],
        topic="risk",
        warning={
            "warning_kind": WarningPage.Kind.RISK,
            "addressees": writer.pick(texts["audiences"]),
            "valid_from": writer.day,
            "valid_to": until,
            "hotline": HOTLINE,
        },
    )


def write_from_cases(writer: Writer, titles: Titles, theme: str) -> Draft:
    """A warning that draws the lesson of cases."""
    texts = words("warnings")
    entry = words("notices")["themes"][theme]
    slots = {"theme": writer.pick(entry["names"])}
    return Draft(
        title=titles.unique(writer.fill(writer.pick(texts["case_titles"]), slots), writer.day),
        day=writer.day,
        unit=COMMISSION,
        region="990100",
        blocks=[
            paragraphs(writer.fill(texts["case_intro"], slots)),
            ("quote", {"text": entry["lessons"][1], "source": "霁川市纪委监委案件剖析材料"}),
            ("heading", "提醒事项"),
            numbered(writer.some(words("notices")["demands"], 3)),
        ],
        summary=f"结合近年来查处的{slots['theme']}案例，提醒党员干部引以为戒。",
        keywords=("以案为鉴", slots["theme"]),
        topic=theme,
        warning={
            "warning_kind": WarningPage.Kind.CASE,
            "addressees": writer.pick(texts["audiences"]),
            "valid_from": writer.day,
            "valid_to": writer.day + timedelta(days=180),
            "hotline": HOTLINE,
        },
    )
