"""The sums stay in step with the cases, whatever happens to these."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.cases.masking import mask_expired
from portal.cases.models import Case, Measure, Subject, Term
from portal.content.models import PageStamp
from portal.content.statistics.published import Asked
from portal.insights.models import ChangedCase, CountedCase, Tally
from portal.insights.tallies import keeping
from portal.insights.tallies.asking import Counts, by_code, by_region, by_unit, total
from tests.factories import CaseFactory, MeasureFactory
from tests.insights.conftest import City, measured, publish
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept()
def sums(filled: City) -> City:
    keeping.rebuild()
    assert keeping.check() == []
    return filled


def first(city: City) -> Case:
    case = Case.objects.published().filter(unit=city.bureau).order_by("pk").first()
    assert case is not None
    return case


def unpublish(city: City) -> None:
    city.notice.unpublish()


def restrict(city: City) -> None:
    PageViewRestriction.objects.create(page=city.notice, restriction_type="password", password="geheim")


def add(city: City) -> None:
    publish(CaseFactory(unit=city.other, subjects=[measured("gd5")]), city.notice)


def another_measure(city: City) -> None:
    MeasureFactory(subject=Subject.objects.filter(case=first(city)).first(), grade="gd3")


def one_measure_less(city: City) -> None:
    measure = Measure.objects.filter(subject__case=first(city)).first()
    assert measure is not None
    measure.delete()


def another_quarter(city: City) -> None:
    case = first(city)
    case.quarter = "2024Q1"
    case.save()


def another_unit(city: City) -> None:
    case = first(city)
    case.unit = city.other
    case.save()


def unit_of_another_region(city: City) -> None:
    city.bureau.refresh_from_db()
    city.bureau.region = city.regions[2]
    city.bureau.save()


def unit_moves(city: City) -> None:
    city.office.refresh_from_db()
    city.other.refresh_from_db()
    city.office.move(city.other, "sorted-child")


def violation_is_renamed(city: City) -> None:
    term = first(city).violations.first()
    assert term is not None
    successor = Term.objects.create(taxonomy=term.taxonomy, code="later", name="后来的名称", parent=term.parent)
    term.successor = successor
    term.save()


def no_notice_any_more(city: City) -> None:
    city.notice.case_links.all()[0].delete()


CHANGES = [
    unpublish, restrict, add, another_measure, one_measure_less, another_quarter, another_unit,
    unit_of_another_region, unit_moves, violation_is_renamed, no_notice_any_more,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_counted(sums: City, change: Callable[[City], None]) -> None:
    ChangedCase.objects.all().delete()
    before = CountedCase.objects.count()
    change(sums)
    noted = ChangedCase.objects.exists()
    assert noted
    keeping.settle()
    assert not ChangedCase.objects.exists()
    assert keeping.check() == []
    fresh = total(Asked()), by_unit(Asked()), by_region(Asked()), by_code(Asked(), "measure")
    Tally.objects.all().delete()
    CountedCase.objects.all().delete()
    keeping.rebuild()
    again = total(Asked()), by_unit(Asked()), by_region(Asked()), by_code(Asked(), "measure")
    assert _without_noughts(fresh) == _without_noughts(again)
    assert before


def _without_noughts(sums: tuple[Any, ...]) -> tuple[Any, ...]:
    whole, units, regions, codes = sums
    none = Counts()
    return (
        whole,
        {key: counts for key, counts in units.items() if counts != none},
        {key: counts for key, counts in regions.items() if counts != none},
        {key: counts for key, counts in codes.by_code.items() if counts != none},
    )


def test_a_deleted_case_leaves_the_sums(sums: City) -> None:
    case = CaseFactory(unit=sums.other, subjects=[measured("gd5")])
    publish(case, sums.notice)
    keeping.settle()
    assert by_code(Asked(), "measure").of("gd5").cases == 1
    case.noticecases.all().delete()
    case.delete()
    keeping.settle()
    assert by_code(Asked(), "measure").of("gd5") == Counts()
    assert keeping.check() == []


def test_counts_stay_when_names_expire(sums: City) -> None:
    before = total(Asked()), by_code(Asked(), "rank")
    yesterday = timezone.localdate() - timedelta(days=1)
    Subject.objects.update(name_public_until=yesterday, name_rule_until=yesterday)
    assert mask_expired()
    keeping.settle()
    assert (total(Asked()), by_code(Asked(), "rank")) == before


def test_a_writer_counts_right_after_the_commit(sums: City, django_capture_on_commit_callbacks: Any) -> None:
    stamp = PageStamp.current()
    # What the fixtures would do after their commit, which never comes.
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks(execute=True):
        add(sums)
    assert total(Asked()).cases == 8
    assert PageStamp.current() != stamp


def test_what_is_rolled_back_is_not_counted(sums: City) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        add(sums)
        raise ZeroDivisionError
    assert not ChangedCase.objects.exists() or keeping.settle() >= 0
    assert total(Asked()).cases == 7


def test_lines_are_put_together(sums: City) -> None:
    before = total(Asked()), by_code(Asked(unit="bureau"), "measure")
    for quarter in ("2024Q1", "2026Q3"):
        case = first(sums)
        case.quarter = quarter
        case.save()
        keeping.settle()
    lines = Tally.objects.count()
    assert keeping.tidy() > 0
    assert Tally.objects.count() < lines
    assert keeping.tidy() == 0
    assert (total(Asked()), by_code(Asked(unit="bureau"), "measure")) == before
    assert not Tally.objects.filter(quarter="2024Q1").exists()


def test_the_worker_begins_by_counting_everything(filled: City) -> None:
    ChangedCase.objects.all().delete()
    keeping.begin()
    assert total(Asked()).cases == 7
    add(filled)
    keeping.begin()
    assert total(Asked()).cases == 8


def test_the_command(sums: City, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("recount", check=True)
    CountedCase.objects.filter(pk=first(sums).pk).update(quarter="2001Q1")
    with pytest.raises(CommandError, match=str(first(sums).pk)):
        call_command("recount", check=True)
    call_command("recount")
    assert "7 cases" in capsys.readouterr().out
