"""The screens of the official lists."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.cases.models import Term, TermList
from tests.factories import CaseFactory, UserFactory, ViolationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(administrator=True))
    return client


def data(term: Term, **changed: object) -> dict[str, object]:
    facts = {
        "name": term.name,
        "name_en": term.name_en,
        "parent": term.parent_id or "",
        "sort_order": term.sort_order,
        "valid_from": term.valid_from or "",
        "valid_until": term.valid_until or "",
        "successor": term.successor_id or "",
        "counts_as": term.counts_as_id or "",
        "influence": "",
        "facts": "",
    }
    return {**facts, **changed}


def test_further_facts_are_lines_and_stay_what_they_are(admin: Client) -> None:
    term = Term.objects.get(taxonomy="party_discipline", code="pd4")
    before = dict(term.attributes)
    form = admin.get(f"/admin/terms/edit/{term.pk}/").context["form"]
    shown = {name: form[name].value() for name in ("influence", "facts")}
    assert shown["influence"] == 24
    assert "terms_years: [1, 2]" in shown["facts"]
    assert "influence_source: KH" in shown["facts"]
    assert admin.post(f"/admin/terms/edit/{term.pk}/", data(term, **shown)).status_code == 302
    term.refresh_from_db()
    assert term.attributes == before
    lines = 'four_form：2\nnote: 文字: 有冒号\nflag: true\ncode: "0131"'
    assert admin.post(f"/admin/terms/edit/{term.pk}/", data(term, influence=6, facts=lines)).status_code == 302
    term.refresh_from_db()
    assert term.attributes == {
        "influence_months": 6,
        "four_form": 2,
        "note": "文字: 有冒号",
        "flag": True,
        "code": "0131",
    }


@pytest.mark.parametrize("lines", ["no colon", ": no name", "a: 1\na: 2"])
def test_facts_that_cannot_be_read(admin: Client, lines: str) -> None:
    term = ViolationFactory()
    response = admin.post(f"/admin/terms/edit/{term.pk}/", data(term, facts=lines))
    assert set(response.context["form"].errors) == {"facts"}


@pytest.mark.parametrize("months", ["0", "-6", "9999", "many"])
def test_an_influence_period_is_a_number_of_months(admin: Client, months: str) -> None:
    term = ViolationFactory()
    response = admin.post(f"/admin/terms/edit/{term.pk}/", data(term, influence=months))
    assert set(response.context["form"].errors) == {"influence"}


def test_a_term_is_renamed_by_a_later_one(admin: Client) -> None:
    old, new = ViolationFactory(), ViolationFactory()
    today = timezone.localdate()
    refused = admin.post(f"/admin/terms/edit/{old.pk}/", data(old, successor=new.pk))
    assert set(refused.context["form"].errors) == {"valid_until"}
    response = admin.post(f"/admin/terms/edit/{old.pk}/", data(old, successor=new.pk, valid_until=today))
    assert response.status_code == 302
    response = admin.post(f"/admin/terms/edit/{new.pk}/", data(new, successor=old.pk, valid_until=today))
    assert set(response.context["form"].errors) == {"successor"}


def test_the_lists_of_the_past_and_the_future(admin: Client) -> None:
    day = timezone.localdate()
    names = {"now": "现行条目", "closed": "停用条目", "coming": "将来条目"}
    terms = {state: ViolationFactory(name=name) for state, name in names.items()}
    Term.objects.filter(pk=terms["closed"].pk).update(valid_until=day - timedelta(days=1))
    Term.objects.filter(pk=terms["coming"].pk).update(valid_from=day + timedelta(days=1))
    for state, name in names.items():
        page = admin.get("/admin/terms/", {"state": state, "taxonomy": "violation", "q": "条目"}).content.decode()
        assert [other for other in names.values() if other in page] == [name]


def test_lists_keep_their_code_and_with_measures_their_scale(admin: Client) -> None:
    kept = TermList.objects.get(code="party_discipline")
    CaseFactory(subjects=[{"measures": [{"grade": "pd1"}]}])
    written = {"name": "党纪", "name_en": "", "note": "", "code": "other", "measure_scale": "party"}
    assert admin.post(f"/admin/termlists/edit/{kept.pk}/", written).status_code == 302
    kept.refresh_from_db()
    assert (kept.code, kept.name) == ("party_discipline", "党纪")
    response = admin.post(f"/admin/termlists/edit/{kept.pk}/", {**written, "measure_scale": "government"})
    assert set(response.context["form"].errors) == {"measure_scale"}
    response = admin.post(f"/admin/termlists/delete/{kept.pk}/", follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_a_new_list_with_a_term(admin: Client) -> None:
    made = {"name": "新清单", "name_en": "", "note": "", "code": "new_list", "measure_scale": ""}
    assert admin.post("/admin/termlists/new/", made).status_code == 302
    new = TermList.objects.get(code="new_list")
    term = {"taxonomy": new.code, "code": "n1", "name": "新条目", "sort_order": 0, "facts": "", "influence": ""}
    response = admin.post("/admin/terms/new/", term)
    assert response.status_code == 302, response.context["form"].errors
    assert new.terms.get().name == "新条目"
