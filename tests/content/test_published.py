"""Who may read a page is asked in the query itself, and costs the same however many pages there are."""

import pytest
from django.db import connection
from django.db.models import Q

from portal.cases.models import Case
from portal.notices.models import CaseNoticePage
from tests.factories import CaseNoticePageFactory

pytestmark = pytest.mark.django_db


def test_no_page_is_compared_with_all_others() -> None:
    """With sizes known, a planner may begin a join where it likes: once it went through all pages for each page."""
    for _number in range(3):
        CaseNoticePageFactory()
    sql, values = CaseNoticePage.objects.published().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(f"{'EXPLAIN QUERY PLAN' if connection.vendor == 'sqlite' else 'EXPLAIN'} {sql}", values)
        steps = [str(row[-1]) for row in cursor.fetchall()]
    # The path is looked up by its key; of three pages, PostgreSQL reads the one block that they are in.
    looked_up = {"sqlite": "SEARCH above USING", "postgresql": "SubPlan"}[connection.vendor]
    assert any(looked_up in step for step in steps), steps


@pytest.mark.any_database
@pytest.mark.parametrize("asked", [Q(pk__in=range(20)), Q(pk__gt=0)])
def test_notices_are_looked_up_by_their_keys(asked: Q) -> None:
    """Until SQLite knows sizes it likes an index that begins with the scope better; all but a few notices have one."""
    sql, values = CaseNoticePage.objects.published().filter(asked).order_by("pk").values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        steps = [str(row[-1]) for row in cursor.fetchall()]
    assert not any("scope=?" in step for step in steps), steps


@pytest.mark.any_database
def test_a_case_is_public_by_its_own_links() -> None:
    """By the list of all published pages, each case would cost as many looks as there are pages."""
    sql, values = Case.objects.published().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        steps = [str(row[-1]) for row in cursor.fetchall()]
    looked_up = [step for step in steps if "case_id=?" in step]
    assert looked_up and not any("page_id=?" in step for step in looked_up), steps
