"""What the tables of a quarter count: which cases, where, and as what."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db.models import Q

from portal.cases.models import Term
from portal.cases.statistics import population
from portal.cases.statistics.checking import Verdict, check
from portal.cases.statistics.compiling import TOTAL, compile_quarter, kept_by_hand
from portal.cases.statistics.figures import Figure, Origin, typed
from portal.cases.statistics.places import OWN, UNKNOWN
from portal.cases.statistics.proposals import propose
from portal.cases.statistics.quarters import Quarter
from portal.cases.statistics.tables import Table
from portal.organisations.models import Unit
from tests.factories import CaseFactory, TermFactory, UnitFactory

pytestmark = pytest.mark.django_db
Q3 = Quarter(2026, 3)


@pytest.fixture(autouse=True)
def autumn() -> Any:
    with time_machine.travel(datetime(2026, 10, 12, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def city() -> Unit:
    return UnitFactory(code="city", name="测试市")


@pytest.fixture
def bureau(city: Unit) -> Unit:
    return UnitFactory(code="bureau", name="测试局", parent=city)


def violation(code: str) -> Term:
    return Term.objects.get(taxonomy="violation", code=code)


def term(taxonomy: str, code: str) -> Term:
    return Term.objects.get(taxonomy=taxonomy, code=code)


def table(code: str, scope: Unit | None = None, quarter: Quarter = Q3) -> Table:
    return next(table for table in compile_quarter(quarter, scope).tables if table.code == code)


def number(found: Table, row: str, column: str) -> int | None:
    figure = found.figure(row, column)
    assert figure is not None, (row, column)
    return figure.value


def test_cases_count_by_unit_with_all_that_is_below_it(city: Unit, bureau: Unit) -> None:
    section = UnitFactory(code="section", parent=bureau)
    other = UnitFactory(code="other", parent=city)
    for unit in (bureau, section, section, city):
        CaseFactory(unit=unit)
    found = table("overview", city)
    assert [number(found, row, "cases") for row in (TOTAL, "bureau", "other", OWN)] == [4, 3, 0, 1]
    assert number(table("overview", bureau), TOTAL, "cases") == 3
    assert number(table("overview", other), TOTAL, "cases") == 0


def test_without_a_scope_everything_counts_even_what_names_no_unit(bureau: Unit) -> None:
    CaseFactory(unit=bureau)
    CaseFactory(unit=None)
    found = table("overview")
    assert [number(found, row, "cases") for row in (TOTAL, "bureau", UNKNOWN)] == [2, 1, 1]
    assert number(table("overview", bureau), TOTAL, "cases") == 1


def test_only_approved_cases_of_the_quarter_count(bureau: Unit) -> None:
    CaseFactory(unit=bureau)
    CaseFactory(unit=bureau, live=False)
    CaseFactory(unit=bureau, quarter="2026Q2")
    CaseFactory(unit=bureau, quarter="")
    assert number(table("overview", bureau), TOTAL, "cases") == 1
    assert len(compile_quarter(Q3, bureau).counted) == 1


def test_what_an_app_withholds_does_not_count_anywhere(bureau: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = CaseFactory(unit=bureau, violations=[violation("he.1")], subjects=[{"measures": [{"grade": "pd5"}]}])
    monkeypatch.setattr(population, "_withheld", [lambda: Q(pk=secret.pk)])
    compiled = compile_quarter(Q3, bureau)
    assert compiled.counted == ()
    assert {figure.value for found in compiled.tables for figure in found.cells.values()} == {0}
    assert propose(Q3, bureau) == []


def test_persons_count_once_however_many_sanctions_they_got(bureau: Unit) -> None:
    county, township = term("ranks", "R3"), term("ranks", "R4")
    both = {"rank": county, "measures": [{"grade": "pd2"}, {"grade": "gd5"}]}
    CaseFactory(unit=bureau, subjects=[both, {"rank": township, "measures": [{"grade": "gd1"}]}])
    CaseFactory(unit=bureau, subjects=[{"measures": [{"grade": "f1a"}]}, {"measures": [{"grade": "j1"}]}])
    found = table("overview", bureau)
    columns = ("punished", "party", "government", "punished.R3", "punished.R4", "punished.R5")
    assert [number(found, TOTAL, column) for column in columns] == [2, 1, 2, 1, 1, 0]
    assert "punished.unknown" not in {column.code for column in found.columns}
    # 政务撤职 is of the third form, which is graver than the second of 党内严重警告.
    assert [number(found, TOTAL, f"forms.{form}") for form in (1, 2, 3, 4)] == [1, 1, 1, 1]
    assert number(found, TOTAL, "forms") == 4
    assert {each.verdict for each in check(found)} == {Verdict.ADDS_UP}


def test_a_person_without_rank_is_seen_not_lost(bureau: Unit) -> None:
    CaseFactory(unit=bureau, subjects=[{"measures": [{"grade": "pd1"}]}])
    found = table("overview", bureau)
    assert number(found, TOTAL, "punished.unknown") == 1
    assert {each.verdict for each in check(found)} == {Verdict.ADDS_UP}


def test_responsibility_by_unit(bureau: Unit) -> None:
    leader = {
        "responsibility": "principal", "leadership": term("acc_responsibility", "main"), "is_head": True,
        "rank": term("ranks", "R3"), "measures": [{"grade": "ldr.notice"}, {"grade": "pd1"}, {"grade": "gd1"}],
    }  # fmt: skip
    watcher = {"responsibility": "supervisory", "rank": term("ranks", "R4"), "measures": [{"grade": "ldr.admonish"}]}
    body = {"kind": "organisation", "name": "测试局党组", "responsibility": "principal",
            "leadership": term("acc_responsibility", "full"), "measures": [{"grade": "org.inspect"}]}  # fmt: skip
    direct = {"measures": [{"grade": "pd5"}]}
    CaseFactory(unit=bureau, subjects=[leader, watcher, body, direct])
    CaseFactory(unit=bureau, subjects=[direct])
    found = table("responsibility", bureau)
    columns = (
        "problems", "org.inspect", "org.notice", "leaders", "leaders.heads", "leader.notice", "leader.admonish",
        "leader.discipline", "leader.forms", "leading.full", "leading.main", "principal", "supervisory",
    )  # fmt: skip
    assert [number(found, TOTAL, column) for column in columns] == [1, 1, 0, 2, 1, 1, 1, 1, 3, 1, 1, 1, 1]
    assert {each.verdict for each in check(found)} == {Verdict.ADDS_UP}
    forms = table("four_forms", bureau)
    assert [number(forms, code, "persons") for code in ("seed.1", "seed.4", "pd1", "gd1", "pd5")] == [1, 1, 1, 1, 0]
    assert [number(forms, code, "organisations") for code in ("seed.2", "forms.all")] == [1, 1]
    assert {each.verdict for each in check(forms)} == {Verdict.ADDS_UP}


def test_four_winds_by_rank_and_kind_in_the_quarter_and_the_year(bureau: Unit) -> None:
    gifts = [violation("he.1"), violation("he.2")]
    chief = {"rank": term("ranks", "R3"), "measures": [{"grade": "pd1"}]}
    clerk = {"rank": term("ranks", "R5"), "measures": [{"grade": "f1b"}]}
    CaseFactory(unit=bureau, violations=gifts, subjects=[chief, clerk])
    CaseFactory(unit=bureau, violations=[violation("fb.2")], quarter="2026Q1", subjects=[clerk])
    CaseFactory(unit=bureau, violations=[violation("integrity.05")], subjects=[chief])
    found = table("four_winds", bureau)
    columns = ("total", "rank.R3", "rank.R4", "kind.fb.2", "kind.he.1", "kind.he.2")
    assert [number(found, "quarter.problems", column) for column in columns] == [1, 1, 0, 0, 1, 1]
    assert [number(found, "quarter.handled", column) for column in columns] == [2, 1, 1, 0, 2, 2]
    assert [number(found, "quarter.punished", column) for column in columns] == [1, 1, 0, 0, 1, 1]
    assert [number(found, "year.problems", column) for column in columns] == [2, 1, 1, 1, 1, 1]
    assert {each.verdict for each in check(found)} == {Verdict.ADDS_UP}
    assert len([column for column in found.columns if column.code.startswith("kind.")]) == 11


def test_renamed_merged_and_older_terms_count_under_those_of_today(bureau: Unit) -> None:
    old = TermFactory(code="gifts-before", successor=violation("he.1"))
    older = TermFactory(code="gifts-long-before", successor=old)
    pre2020 = Term.objects.get(taxonomy="four_winds_pre2020", code="p1")
    CaseFactory(unit=bureau, violations=[old, violation("he.1")])
    CaseFactory(unit=bureau, violations=[older])
    CaseFactory(unit=bureau, violations=[pre2020])
    rank = TermFactory(taxonomy_id="ranks", code="R3-old", successor=term("ranks", "R3"))
    CaseFactory(unit=bureau, subjects=[{"rank": rank, "measures": [{"grade": "pd1"}]}])
    found = table("four_winds", bureau)
    columns = ("total", "kind.he.1", "kind.he.2")
    assert [number(found, "quarter.problems", column) for column in columns] == [3, 2, 1]
    assert number(table("overview", bureau), TOTAL, "punished.R3") == 1


def test_successors_in_a_circle_end(bureau: Unit) -> None:
    first = TermFactory(code="first", successor=violation("he.1"))
    Term.objects.filter(pk=violation("he.1").pk).update(successor=first)
    CaseFactory(unit=bureau, violations=[first])
    assert number(table("overview", bureau), TOTAL, "cases") == 1


def test_a_unit_merged_in_mid_quarter_counts_under_its_successor_with_a_note(city: Unit, bureau: Unit) -> None:
    gone = UnitFactory(code="gone", name="旧局", parent=city, successor=bureau, closed_on=date(2026, 8, 1))
    below = UnitFactory(code="below-gone", parent=gone)
    CaseFactory(unit=gone)
    CaseFactory(unit=below)
    CaseFactory(unit=bureau)
    found = table("overview", city)
    assert [number(found, row, "cases") for row in (TOTAL, "bureau")] == [3, 3]
    rows = {row.code: row for row in found.rows}
    assert "gone" not in rows
    (note,) = rows["bureau"].notes
    assert note.code == "merged"
    assert note.values == {"unit": "旧局", "into": "测试局", "on": "2026-08-01"}
    assert number(table("overview", bureau), TOTAL, "cases") == 3
    assert number(table("overview", gone), TOTAL, "cases") == 0


def test_a_unit_merged_after_the_quarter_still_stands_for_itself(city: Unit, bureau: Unit) -> None:
    later = UnitFactory(code="later", parent=city, successor=bureau, closed_on=date(2026, 10, 5))
    CaseFactory(unit=later)
    assert number(table("overview", city), "later", "cases") == 1


def test_units_merged_into_each_other_end(city: Unit, bureau: Unit) -> None:
    other = UnitFactory(code="other", parent=city, successor=bureau, closed_on=date(2026, 7, 2))
    Unit.objects.filter(pk=bureau.pk).update(successor=other, closed_on=date(2026, 7, 3))
    CaseFactory(unit=bureau)
    CaseFactory(unit=city)
    assert number(table("overview"), TOTAL, "cases") == 2


def test_the_quarter_and_the_year_before_stand_beside_it(bureau: Unit) -> None:
    leader = {"responsibility": "principal", "measures": [{"grade": "ldr.admonish"}]}
    for quarter, times in (("2026Q3", 3), ("2026Q2", 2), ("2025Q3", 0), ("2025Q4", 5)):
        for _each in range(times):
            CaseFactory(unit=bureau, quarter=quarter, subjects=[leader])
    found = table("comparison", bureau)
    columns = {column.code: column for column in found.columns}
    assert [number(found, "problems", column) for column in ("now", "before", "year_before")] == [3, 2, 0]
    assert found.ratio("problems", columns["change.before"]).percent == Decimal("50.0")
    assert found.ratio("problems", columns["change.year"]).percent is None
    assert found.ratio("problems", columns["change.year"]).reason == "base_zero"


def test_a_quarter_that_has_not_begun_is_refused(bureau: Unit) -> None:
    with pytest.raises(ValidationError) as refusal:
        compile_quarter(Quarter(2027, 1), bureau)
    assert refusal.value.code == "future"
    assert compile_quarter(Quarter(2026, 4), bureau).counted == ()


@pytest.mark.parametrize("code", ["2026Q0", "2026Q5", "2026", "Q3", "2026Q33", "26Q3", "1066Q1", ""])
def test_a_quarter_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Quarter.parse(code)


def test_quarters_know_their_days_and_neighbours() -> None:
    first = Quarter.parse("2026Q1")
    assert (first.first_day, first.last_day) == (date(2026, 1, 1), date(2026, 3, 31))
    assert (first.before.code, first.year_before.code) == ("2025Q4", "2025Q1")
    assert [each.code for each in Quarter(2026, 3).year_so_far] == ["2026Q1", "2026Q2", "2026Q3"]
    assert Quarter(2026, 4).last_day == date(2026, 12, 31)


def test_tables_survive_being_stored(city: Unit, bureau: Unit) -> None:
    UnitFactory(code="gone", parent=city, successor=bureau, closed_on=date(2026, 8, 1))
    CaseFactory(unit=Unit.objects.get(code="gone"), subjects=[{"measures": [{"grade": "pd1"}]}])
    for found in compile_quarter(Q3, city).tables:
        assert Table.from_json(found.as_json()) == found


def test_what_was_typed_by_hand_stays_when_it_is_compiled_again(bureau: Unit) -> None:
    first = compile_quarter(Q3, bureau).tables
    overview = next(found for found in first if found.code == "overview")
    letters = typed("62")
    assert letters is not None
    changed = overview.with_cells({**overview.cells, (TOTAL, "letters"): letters, ("gone", "letters"): letters})
    CaseFactory(unit=bureau)
    again = kept_by_hand(compile_quarter(Q3, bureau).tables, [changed])
    found = next(table for table in again if table.code == "overview")
    assert found.figure(TOTAL, "letters") == Figure(62, origin=Origin.TYPED)
    assert found.figure("gone", "letters") is None
    assert number(found, TOTAL, "cases") == 1


def test_proposals_are_grave_common_new_and_of_different_units(city: Unit) -> None:
    first, second = UnitFactory(parent=city), UnitFactory(parent=city)
    common, rare = violation("he.1"), violation("he.5")
    expelled = {"measures": [{"grade": "pd5"}]}
    warned = {"measures": [{"grade": "pd1"}]}
    gravest = CaseFactory(unit=first, violations=[common], subjects=[expelled], concluded_on="2026-09-02")
    older = CaseFactory(unit=first, violations=[common], subjects=[expelled], concluded_on="2026-09-01")
    elsewhere = CaseFactory(unit=second, violations=[rare], subjects=[warned])
    CaseFactory(unit=second, violations=[common], subjects=[warned], quarter="2026Q2")
    CaseFactory(unit=UnitFactory(), violations=[common], subjects=[expelled])
    assert propose(Q3, city) == [gravest.pk, elsewhere.pk, older.pk]
    assert propose(Q3, city, most=2) == [gravest.pk, elsewhere.pk]


def test_compiling_costs_a_fixed_number_of_queries(
    city: Unit, bureau: Unit, django_assert_max_num_queries: Any
) -> None:
    for _each in range(5):
        CaseFactory(unit=bureau, violations=[violation("he.1")], subjects=[{"measures": [{"grade": "pd1"}]}])
    with django_assert_max_num_queries(15):
        compile_quarter(Q3, city)
