"""Who may read a page is asked in the query itself, and costs the same however many pages there are."""

import pytest
from django.db import connection

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
def test_a_case_is_public_by_its_own_links() -> None:
    """By the list of all published pages, each case would cost as many looks as there are pages."""
    sql, values = Case.objects.published().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        steps = [str(row[-1]) for row in cursor.fetchall()]
    looked_up = [step for step in steps if "case_id=?" in step]
    assert looked_up and not any("page_id=?" in step for step in looked_up), steps
