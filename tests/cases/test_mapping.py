"""Terms map forward: what is renamed, merged or of an older list counts, and is found, under the term of today."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.cases.lists import ListedTerm
from portal.cases.mapping import counted_in, counted_numbers, final, found_under
from portal.cases.models import Term
from portal.notices.models import NoticeCase
from search import service
from search.queries import SearchQuery
from tests.factories import CaseFactory, CaseNoticePageFactory, TermFactory, ViolationFactory

pytestmark = pytest.mark.django_db


def listed(
    number: int, taxonomy: str = "a", *, successor: int | None = None, counts_as: int | None = None
) -> ListedTerm:
    return ListedTerm(number, taxonomy, f"{taxonomy}{number}", "", "", None, counts_as, successor)


def test_chains_and_merges_end_at_the_term_of_today() -> None:
    terms = {
        term.number: term
        for term in (listed(1, successor=2), listed(2, successor=3), listed(3), listed(4, successor=3))
    }
    assert [final(number, terms) for number in terms] == [terms[3]] * 4
    assert counted_numbers("a", terms) == {"a3": [1, 2, 3, 4]}


def test_counting_goes_through_other_lists() -> None:
    terms = {
        term.number: term
        for term in (
            listed(1, "old", successor=2),
            listed(2, "old", counts_as=3),
            listed(3, "middle", counts_as=4),
            listed(4, "new", successor=5),
            listed(5, "new"),
            listed(6, "old"),
        )
    }
    assert counted_in("new", 1, terms) == terms[5]
    assert counted_in("middle", 1, terms) == terms[3]
    assert counted_in("new", 6, terms) is None
    assert counted_in("new", None, terms) is None
    assert counted_in("new", 99, terms) is None


def test_a_circle_in_old_data_ends() -> None:
    terms = {
        term.number: term for term in (listed(1, successor=2), listed(2, successor=1), listed(3, "b", counts_as=1))
    }
    assert final(1, terms) in terms.values()
    assert counted_in("c", 3, terms) is None


@pytest.mark.parametrize(
    ("taxonomy", "code", "into", "counted"),
    [
        ("acc_org_2019", "org.inspect", "form", "seed.2"),
        ("acc_leader_2019", "ldr.org", "form", "seed.3"),
        ("party_discipline", "pd2", "form", "pd2"),
        ("four_winds_pre2020", "p7", "violation", "he.1"),
        ("confiscation", "c5", "judicial", "j1"),
    ],
)
def test_the_official_lists_roll_up(taxonomy: str, code: str, into: str, counted: str) -> None:
    found = counted_in(into, Term.objects.get(taxonomy=taxonomy, code=code).pk)
    assert found is not None
    assert found.code == counted


def test_the_grades_stand_below_the_four_forms() -> None:
    assert "seed.4" in found_under("form", Term.objects.get(taxonomy="party_discipline", code="pd2").pk)
    assert "seed.3" in found_under("form", Term.objects.get(taxonomy="org_handling", code="oh1").pk)


def test_a_way_that_leads_back_is_refused() -> None:
    today = timezone.localdate()
    first, second = ViolationFactory(), ViolationFactory()
    first.successor, first.valid_until = second, today
    first.full_clean()
    first.save()
    second.successor, second.valid_until = first, today
    with pytest.raises(ValidationError) as refused:
        second.full_clean()
    assert set(refused.value.message_dict) == {"successor"}
    third = TermFactory(taxonomy_id="four_winds_pre2020", counts_as=first)
    second.successor, second.counts_as = None, third
    with pytest.raises(ValidationError) as refused:
        second.full_clean()
    assert set(refused.value.message_dict) == {"counts_as"}


def test_a_successor_is_of_the_same_list_and_closes_the_term() -> None:
    other = Term.objects.get(taxonomy="form", code="seed.1")
    term = ViolationFactory()
    term.successor = other
    with pytest.raises(ValidationError) as refused:
        term.full_clean()
    assert set(refused.value.message_dict) == {"successor", "valid_until"}
    term.successor, term.counts_as = None, ViolationFactory()
    with pytest.raises(ValidationError) as refused:
        term.full_clean()
    assert set(refused.value.message_dict) == {"counts_as"}


def test_old_records_are_found_by_the_code_of_today_and_by_their_own(index: Callable[[], None]) -> None:
    old, new = ViolationFactory(code="old-code"), ViolationFactory(code="new-code")
    case = CaseFactory(violations=[old])
    notice = CaseNoticePageFactory()
    NoticeCase.objects.create(page=notice, case=case)
    tagged = CaseNoticePageFactory(violations=[old])
    index()
    old.successor, old.valid_until = new, timezone.localdate()
    old.save()
    index()
    for code in ("old-code", "new-code"):
        found = {result.url for result in service.search(SearchQuery(filters={"violation": (code,)})).results}
        assert found == {f"/cases/{case.pk}/", notice.get_url(), tagged.get_url()}, code
