"""The official lists: loaded, shown in both languages, resolved from names, edited as trees."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.forms.models import ModelMultipleChoiceField
from django.test import Client
from django.utils import timezone

from portal.cases.models import Measure, Term
from portal.cases.widgets import TermCheckboxes
from search import vocabularies
from tests.factories import CaseFactory, CaseNoticePageFactory, FormFactory, UserFactory, ViolationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(administrator=True))
    return client


def test_the_lists_are_there_after_migration_as_trees() -> None:
    assert {"violation", "form", "ranks", "party_discipline"} <= set(Term.objects.values_list("taxonomy", flat=True))
    child = Term.objects.get(taxonomy="violation", code="political.01")
    assert child.lineage_codes() == ("political", "political.01")
    assert not Term.objects.filter(name_en="").exists()


def test_labels_with_depth_children_after_their_parent() -> None:
    labels = vocabularies.labels("violation", ["political.01", "political", "integrity"], "zh-hans")
    assert (labels["political"].label, labels["political"].depth) == ("政治纪律", 0)
    assert labels["political.01"].depth == 1
    assert labels["political"].order < labels["political.01"].order < labels["integrity"].order
    assert vocabularies.labels("violation", ["political"], "en")["political"].label == "Political discipline"


@pytest.mark.parametrize("spelling", ["political", "POLITICAL", "政治纪律", "Political discipline"])
def test_terms_are_known_by_code_and_name(spelling: str) -> None:
    assert vocabularies.resolve("violation", spelling) == "political"
    assert vocabularies.resolve("form", spelling) is None


def test_an_edit_is_seen_at_once() -> None:
    term = ViolationFactory(code="new-one", name="新问题")
    assert vocabularies.resolve("violation", "新问题") == "new-one"
    term.name = "更名问题"
    term.save()
    assert vocabularies.resolve("violation", "新问题") is None
    assert vocabularies.labels("violation", ["new-one"])["new-one"].label == "更名问题"


def test_the_list_in_the_admin(admin: Client) -> None:
    page = admin.get("/admin/terms/", {"q": "政治纪律", "taxonomy": "violation"}).content.decode()
    assert "political" in page


def test_a_term_keeps_its_code_and_its_list(admin: Client) -> None:
    term = ViolationFactory(code="kept")
    data = {"name": "新名称", "taxonomy": "form", "code": "other", "sort_order": 7}
    assert admin.post(f"/admin/terms/edit/{term.pk}/", data).status_code == 302
    term.refresh_from_db()
    assert (term.name, term.taxonomy_id, term.code, term.sort_order) == ("新名称", "violation", "kept", 7)


def test_parents_are_of_the_same_list_and_never_below(admin: Client) -> None:
    term, form = ViolationFactory(), FormFactory()
    below = ViolationFactory(parent=ViolationFactory(parent=term))
    data = {"name": term.name, "sort_order": 0}
    for parent in (form, below, term):
        response = admin.post(f"/admin/terms/edit/{term.pk}/", {**data, "parent": parent.pk})
        assert response.context["form"].errors["parent"], parent


def test_check_boxes_in_the_order_of_the_tree() -> None:
    last, first = ViolationFactory(sort_order=2, name="乙"), ViolationFactory(sort_order=1, name="甲")
    below = ViolationFactory(parent=first, sort_order=3, name="甲一<b>")
    field = ModelMultipleChoiceField(Term.objects.filter(code__startswith="test-"), widget=TermCheckboxes)
    html = field.widget.render("violations", [below.pk], {"id": "id_violations"})
    assert html.index(">甲") < html.index("甲一") < html.index(">乙")
    assert "<b>" not in html
    assert f'value="{below.pk}" id="id_violations_{below.pk}" checked' in html
    assert f'value="{last.pk}" id="id_violations_{last.pk}">' in html
    assert html.count('<details class="unfolds" open>') == 1


def test_a_term_in_use_is_closed_not_deleted(admin: Client) -> None:
    term = ViolationFactory()
    notice = CaseNoticePageFactory(violations=[term])
    with pytest.raises(ProtectedError), transaction.atomic():
        term.delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        Term.objects.filter(pk=term.pk).delete()
    response = admin.post(f"/admin/terms/delete/{term.pk}/", follow=True)
    assert response.status_code == 200
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert type(notice).objects.get(pk=notice.pk).violations.get() == term


def test_a_term_that_only_an_unpublished_version_names_stays_too() -> None:
    term, grade = ViolationFactory(), Term.objects.get(taxonomy="gov_discipline", code="gd2")
    case = CaseFactory(subjects=[{"measures": [{"grade": grade}]}])
    case.violations.set([ViolationFactory(), term])
    case.save_revision()
    case.violations.clear()
    Measure.objects.all().delete()
    for kept in (term, grade):
        with pytest.raises(ProtectedError), transaction.atomic():
            kept.delete()
    case.delete()
    term.delete()
    assert not Term.objects.filter(pk=term.pk).exists()


def test_a_grade_in_use_stays() -> None:
    CaseFactory(subjects=[{"measures": [{"grade": "pd1"}]}])
    with pytest.raises(ProtectedError):
        Term.objects.get(taxonomy="party_discipline", code="pd1").delete()


def test_a_term_that_nothing_uses_goes(admin: Client) -> None:
    term = ViolationFactory()
    CaseNoticePageFactory(violations=[ViolationFactory()]).save_revision()
    assert admin.post(f"/admin/terms/delete/{term.pk}/").status_code == 302
    assert not Term.objects.filter(pk=term.pk).exists()


def test_only_terms_in_force_are_offered_and_those_chosen_before() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    now, closed, coming = (ViolationFactory(name=name) for name in ("现行", "停用", "将来"))
    Term.objects.filter(pk=closed.pk).update(valid_until=yesterday)
    Term.objects.filter(pk=coming.pk).update(valid_from=yesterday + timedelta(days=2))
    field = ModelMultipleChoiceField(Term.objects.filter(code__startswith="test-"), widget=TermCheckboxes)
    fresh = field.widget.render("violations", [], {"id": "id_violations"})
    old = field.widget.render("violations", [closed.pk], {"id": "id_violations"})
    assert ("停用" in fresh, "将来" in fresh, now.name in fresh) == (False, False, True)
    assert "停用" in old
