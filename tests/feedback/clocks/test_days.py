"""Which day something is due: holidays, make-up days, the turn of the year, years that nobody knows yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.feedback.clocks.calendar import NoWorkingDay, WorkCalendar
from portal.feedback.clocks.due import due, months_after
from portal.feedback.clocks.warnings import missing_years
from portal.feedback.models import Measure, TimeLimit, Workday

SHANGHAI = ZoneInfo("Asia/Shanghai")


def limit(amount: int, measure: Measure) -> TimeLimit:
    return TimeLimit(code="tip_route", amount=amount, measure=measure)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "amount", "measure", "day"),
    [
        # Monday: the day itself does not count.
        ("2026-03-02", 5, Measure.WORKING_DAYS, "2026-03-09"),
        # Spring Festival of 2026: off from 15 to 23 February, made up on the 14th and the 28th, both Saturdays.
        ("2026-02-12", 3, Measure.WORKING_DAYS, "2026-02-24"),
        ("2026-02-12", 2, Measure.WORKING_DAYS, "2026-02-14"),
        ("2026-02-25", 3, Measure.WORKING_DAYS, "2026-02-28"),
        # A make-up Sunday: 20 September 2026.
        ("2026-09-18", 1, Measure.WORKING_DAYS, "2026-09-20"),
        ("2026-09-05", 15, Measure.DAYS, "2026-09-20"),
        # An end within National Day moves behind it.
        ("2026-08-05", 60, Measure.DAYS, "2026-10-08"),
        ("2026-07-03", 3, Measure.MONTHS, "2026-10-08"),
        # A month without that day.
        ("2025-11-30", 3, Measure.MONTHS, "2026-02-28"),
    ],
)
def test_due_days(start: str, amount: int, measure: Measure, day: str) -> None:
    assert due(date.fromisoformat(start), limit(amount, measure)) == (date.fromisoformat(day), False)


@pytest.mark.django_db
def test_over_the_turn_into_a_year_that_nobody_knows() -> None:
    """Weekdays are counted, no exception is raised, and the day is called provisional."""
    assert due(date(2026, 12, 30), limit(5, Measure.WORKING_DAYS)) == (date(2027, 1, 6), True)
    Workday.objects.create(date=date(2027, 1, 1), note="元旦")
    assert due(date(2026, 12, 30), limit(5, Measure.WORKING_DAYS)) == (date(2027, 1, 7), False)


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "day"), [("23:59:59", "2026-03-09"), ("00:00:00", "2026-03-09")])
def test_the_day_of_a_moment_is_that_of_the_office(moment: str, day: str) -> None:
    """The last second of Monday in Shanghai is Monday, whatever the server thinks; UTC would say so of both."""
    with time_machine.travel(datetime.fromisoformat(f"2026-03-02T{moment}").replace(tzinfo=SHANGHAI), tick=False):
        assert due(timezone.localdate(), limit(5, Measure.WORKING_DAYS)).day == date.fromisoformat(day)


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 40))
def test_working_days_are_counted_alike_forwards_and_backwards(start: date, amount: int) -> None:
    calendar = WorkCalendar({date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 10, 10): True})
    end = calendar.after(start, amount)
    assert calendar.is_work(end) and calendar.between(start, end) == amount and end - start < timedelta(days=100)
    assert calendar.before(end, amount) <= end and calendar.between(calendar.before(end, amount), end) == amount


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 24))
def test_months_never_leave_the_month_that_is_meant(start: date, months: int) -> None:
    later = months_after(start, months)
    assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == months and later.day <= start.day


def test_a_table_of_nonsense_ends_with_an_error_and_not_never() -> None:
    start = date(2026, 1, 1)
    every = WorkCalendar({start + timedelta(days=number): False for number in range(2000)})
    with pytest.raises(NoWorkingDay):
        every.after(start, 1)


# The table


@pytest.mark.django_db
def test_the_known_years_are_there_with_their_make_up_days() -> None:
    assert missing_years(date(2026, 10, 31)) == []
    assert (
        Workday.objects.get(date=date(2026, 2, 14)).is_work
        and "春节" in Workday.objects.get(date=date(2026, 2, 17)).note
    )


@pytest.mark.django_db
def test_from_november_on_the_coming_year_is_missed() -> None:
    assert missing_years(date(2026, 11, 1)) == [2027]
    assert missing_years(date(2027, 3, 1)) == [2027]
    Workday.objects.create(date=date(2027, 1, 1))
    assert missing_years(date(2026, 11, 1)) == []


@pytest.mark.django_db
def test_a_year_is_loaded_and_what_was_entered_by_hand_stays(capsys) -> None:
    Workday.objects.filter(date__year=2025).delete()
    Workday.objects.create(date=date(2025, 1, 1), is_work=True, note="本地")
    call_command("load_workdays", 2025)
    assert Workday.objects.get(date=date(2025, 1, 1)).note == "本地"
    assert Workday.objects.filter(date__year=2025, is_work=True, note="调休上班").count() == 5
    call_command("load_workdays", 2025)
    assert "2025: 0 days entered" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_year_that_the_library_does_not_know_is_an_error_and_nothing_is_entered() -> None:
    Workday.objects.filter(date__year=2025).delete()
    with pytest.raises(CommandError, match="not 2030"):
        call_command("load_workdays", 2025, 2030)
    assert not Workday.objects.filter(date__year=2025).exists()
