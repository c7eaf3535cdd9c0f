"""A prepared query gives what its query set gives, for whatever is asked."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.cases.models import Term
from portal.content.prepared import Given, PreparedList, PreparedQuery
from portal.notices.models import CaseNoticePage
from tests.factories import CaseNoticePageFactory

pytestmark = pytest.mark.django_db


def by_slug() -> PreparedQuery[CaseNoticePage]:
    return PreparedQuery(CaseNoticePage.objects.filter(slug=Given("slug")).select_related("issuing_unit"))


def test_it_asks_again_with_other_values() -> None:
    first, second = CaseNoticePageFactory(), CaseNoticePageFactory()
    prepared = by_slug()
    for notice in (first, second, first):
        with CaptureQueriesContext(connection) as queries:
            (found,) = prepared.ask(slug=notice.slug)
            assert (found, found.title, found.issuing_unit.name) == (notice, notice.title, notice.issuing_unit.name)
        assert len(queries) == 1
    assert prepared.ask(slug="nowhere") == []


def test_it_sees_what_changed_since() -> None:
    notice = CaseNoticePageFactory()
    prepared = by_slug()
    prepared.ask(slug=notice.slug)
    notice.title = "改后的标题"
    notice.save()
    assert [found.title for found in prepared.ask(slug=notice.slug)] == ["改后的标题"]


@pytest.mark.parametrize("text", ["' OR 1=1 --", "%s", "%", "\\", '"', "甲"])
def test_no_value_is_read_as_sql(text: str) -> None:
    CaseNoticePageFactory()
    assert by_slug().ask(slug=text) == []


def test_annotations_numbers_and_order_are_kept() -> None:
    terms = Term.objects.filter(taxonomy=Term.Taxonomy.VIOLATION).order_by("-code")
    expected: list[Any] = list(terms.values_list("pk", flat=True)[:3])
    assert len(expected) == 3
    prepared = PreparedQuery(terms.filter(pk__in=(Given("a"), Given("b"), Given("c"))))
    assert [term.pk for term in prepared.ask(a=expected[2], b=expected[0], c=expected[1])] == expected


def test_a_value_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        by_slug().ask()


@pytest.mark.parametrize("length", [0, 1, 2, 8, 9, 64, 65, 1024, 1025])
def test_a_list_of_any_length_finds_what_its_query_finds(length: int) -> None:
    numbers = list(Term.objects.order_by("pk").values_list("pk", flat=True))
    asked = (numbers * (1 + length // len(numbers)))[:length]
    listed = PreparedList(lambda values: Term.objects.filter(pk__in=values).order_by("-pk").values_list("pk", "code"))
    expected = list(Term.objects.filter(pk__in=asked).order_by("-pk").values_list("pk", "code"))
    assert listed.ask(asked) == listed.ask(asked) == expected
