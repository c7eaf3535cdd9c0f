"""Quarterly bulletins of the city: compiled by the button, typed into where the office counts elsewhere, published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User

from home.demo.data import words
from home.demo.drafts import paragraphs
from home.demo.places import COMMISSION, issuer_name
from home.demo.program import workday
from home.demo.publishing import backdate, morning
from home.demo.writer import Writer
from portal.cases.models import Case
from portal.cases.statistics.quarters import Quarter
from portal.cases.statistics.tables import Table
from portal.notices.bulletins.compiling import compile_draft
from portal.notices.bulletins.typing import take_typed
from portal.notices.models import BulletinCase, BulletinIndexPage, BulletinPage
from portal.organisations.models import Unit

#: Complete quarters that have a bulletin, the last of them included.
QUARTERS = 12
#: Days from the end of a quarter to its bulletin.
AFTER = 18
#: The unit that is counted: the city, with everything below it.
CITY_UNIT = "jc"
#: Typical cases of a bulletin.
FEWEST, MOST = 2, 3


def complete_quarters(today: date, count: int = QUARTERS) -> list[Quarter]:
    """The quarters that have ended before a day, oldest first."""
    return Quarter.of(today).before.back(count)[::-1]


def publish(today: date, editor: User, publisher: User) -> int:
    """Publish the bulletins of the complete quarters as of their days; how many there are."""
    quarters = complete_quarters(today)
    city, office = Unit.objects.get(code=CITY_UNIT), Unit.objects.get(code=COMMISSION)
    for quarter in quarters:
        writer = Writer(f"bulletin {quarter}", min(workday(quarter.last_day + timedelta(days=AFTER)), today))
        page = _draft(writer, quarter, city, office)
        BulletinIndexPage.objects.get().add_child(instance=page)
        page.save_revision(user=editor, log_action=True)
        draft = compile_draft(page, editor)
        draft.figures, _problems, _hidden = take_typed(draft.figures, _typed(writer, draft.tables))
        draft.case_links = [
            BulletinCase(case_id=number, sort_order=place) for place, number in enumerate(_typical(writer, draft))
        ]
        draft.save_revision(user=editor).publish(user=publisher)
        backdate(page, morning(writer.day), editor)
        page.frozen.update(published_at=morning(writer.day))
    return len(quarters)


def _draft(writer: Writer, quarter: Quarter, city: Unit, office: Unit) -> BulletinPage:
    texts = words("bulletins")
    ordinal = "一二三四"[quarter.number - 1]
    slots = {"year": str(quarter.year), "ordinal": ordinal, "issuer": issuer_name(COMMISSION)}
    return BulletinPage(
        title=f"霁川市{quarter.year}年第{ordinal}季度监督检查、审查调查和问责情况通报",
        live=False,
        year=quarter.year,
        quarter_number=quarter.number,
        unit=city,
        issuing_unit=office,
        region=office.region,
        written_on=writer.day,
        published_on=writer.day,
        summary=writer.fill(texts["summary"], slots),
        keywords="季度通报；监督检查；审查调查；问责",
        body=[
            paragraphs(writer.fill(writer.pick(texts["openings"]), slots)),
            paragraphs(*(writer.fill(text, slots) for text in writer.some(texts["remarks"], 2))),
        ],
    )


def _typical(writer: Writer, draft: BulletinPage) -> list[int]:
    """Two or three of the proposals; only what is public already, for a bulletin would make others public, too."""
    public = set(Case.objects.published().filter(pk__in=draft.proposals).values_list("pk", flat=True))
    return [number for number in draft.proposals if number in public][: writer.random.randint(FEWEST, MOST)]


def _typed(writer: Writer, tables: tuple[Table, ...]) -> dict[tuple[str, str, str], str]:
    """What other departments count: reports by letter, clues, talks, and cases filed; every column adds up."""
    table = next(table for table in tables if table.code == "overview")
    totals: dict[str, int] = {}
    cells: dict[tuple[str, str, str], str] = {}
    for row in table.rows:
        if row.is_total or row.level:
            continue
        counted = table.figure(row.code, "cases")
        for column, value in _counted_elsewhere(writer, row.code, counted.value if counted else 0):
            cells["overview", row.code, column] = str(value)
            totals[column] = totals.get(column, 0) + value
    total = next(row.code for row in table.rows if row.is_total)
    return cells | {("overview", total, column): str(value) for column, value in totals.items()}


def _counted_elsewhere(writer: Writer, unit: str, cases: Any) -> Iterator[tuple[str, int]]:
    """The figures of one unit: many more for a district than for a bureau, none of them small enough to tell who."""
    is_district = unit.startswith("jc-8")
    letters = writer.random.randint(60, 190) if is_district else writer.random.randint(9, 24)
    accusations = max(5, letters * writer.random.randint(45, 70) // 100)
    clues = max(5, accusations * writer.random.randint(50, 90) // 100)
    yield "letters", letters
    yield "accusations", accusations
    yield "clues", clues
    yield "inquiries", max(5, clues * writer.random.randint(15, 35) // 100)
    yield "filed", int(cases or 0) + writer.random.randint(0, 6 if is_district else 1)
