"""Clarifications: masked by default, named with consent alone, shown on top of what they clear."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from portal.cases.models import Case, Term
from portal.content.models import PublicChange
from portal.notices.models import ClarificationCase, ClarificationPage, NoticeCase
from tests.factories import CaseFactory, CaseNoticePageFactory, ClarificationPageFactory, WarningPageFactory

pytestmark = pytest.mark.django_db

NAME, MASKED = "卜冤枉", "卜某某"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def published_case(**fields: Any) -> Case:
    case = CaseFactory(**fields)
    page = CaseNoticePageFactory()
    page.case_links = [NoticeCase(case=case)]
    page.save()
    return case


# Names


def test_a_person_is_masked_wherever_the_page_says_the_name(client: Client) -> None:
    page = ClarificationPageFactory(title=f"关于为{NAME}同志澄清的通报", accusation=f"反映{NAME}违规收礼。")
    shown = text(client, page.url)
    assert NAME not in shown
    assert MASKED in shown
    assert NAME not in text(client, "/clarifications/")
    assert ClarificationPage.objects.get(pk=page.pk).person_name == NAME


def test_with_consent_on_record_the_name_shows(client: Client) -> None:
    page = ClarificationPageFactory(named=True)
    assert NAME in text(client, page.url)


@pytest.mark.parametrize("missing", [{"consent_on": None}, {"consent_form": ""}, {"consent_recorded_by": ""}])
def test_without_consent_on_record_nobody_is_named(missing: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        ClarificationPageFactory(named=True, **missing)
    assert "name_form" in refused.value.message_dict
    page = ClarificationPageFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClarificationPage.objects.filter(pk=page.pk).update(name_form="full")


def test_an_organisation_is_named(client: Client) -> None:
    page = ClarificationPageFactory(cleared_kind="organisation", person_name="测试村党支部", name_form="full")
    assert "测试村党支部" in text(client, page.url)


def test_a_name_that_its_case_hides_stays_hidden(client: Client) -> None:
    case = published_case(subjects=[{"name": NAME, "name_form": "masked"}])
    page = ClarificationPageFactory(named=True, cases=[case])
    assert NAME not in text(client, page.url)


def test_nothing_internal_is_shown(client: Client) -> None:
    page = ClarificationPageFactory(approved_by="内部审批人", named=True, consent_recorded_by="internal-recorder")
    shown = text(client, page.url)
    assert "内部审批人" not in shown
    assert "internal-recorder" not in shown


# Findings


@pytest.mark.parametrize("code", ["no_evidence", "accepted_explain", "true"])
def test_findings_that_clear_nobody_are_refused(code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ClarificationPageFactory(finding=code)
    assert "finding" in refused.value.message_dict


@pytest.mark.parametrize("code", ["false", "partly"])
def test_other_findings_clear(code: str) -> None:
    assert ClarificationPageFactory(finding=code).live


def test_the_list_says_which_findings_clear() -> None:
    Term.objects.filter(taxonomy="truth_result", code="no_evidence").update(attributes={})
    assert ClarificationPageFactory(finding="no_evidence").live


def test_approval_comes_first() -> None:
    with pytest.raises(ValidationError):
        ClarificationPageFactory(approved_on="2026-09-11", clarified_on="2026-09-10")
    with pytest.raises(ValidationError):
        ClarificationPageFactory(approved_on=None)


def test_the_subject_is_one_of_the_case() -> None:
    case, other = CaseFactory(), CaseFactory(subjects=[{}])
    with pytest.raises(ValidationError):
        ClarificationCase(case=case, subject=other.subjects.get()).full_clean(exclude=["page"])


# On top of what it clears


def test_it_stands_on_top_of_the_notice(client: Client) -> None:
    notice = WarningPageFactory()
    page = ClarificationPageFactory(notices=[notice])
    assert page.url in text(client, notice.url)
    assert notice.title in text(client, page.url)
    page.unpublish()
    assert "clarified" not in text(client, notice.url).split("<main")[1]


def test_it_stands_on_top_of_the_case_and_of_its_notice(client: Client) -> None:
    case = published_case()
    page = ClarificationPageFactory(cases=[case])
    assert "clarified" in text(client, f"/cases/{case.pk}/")
    (notice,) = [link.page for link in case.noticecases.all()]
    assert page.url in text(client, notice.url)
    assert client.get(f"/cases/{case.pk}.json").status_code in {200, 404}


def test_an_internal_one_stands_on_nothing_public(client: Client) -> None:
    notice = CaseNoticePageFactory()
    page = ClarificationPageFactory(internal=True, notices=[notice])
    assert page.title not in text(client, notice.url)


def test_an_unpublished_case_is_not_told_of(client: Client) -> None:
    case = CaseFactory(heading="从未公开的案件")
    page = ClarificationPageFactory(cases=[case])
    assert "从未公开的案件" not in text(client, page.url)
    assert client.get(f"/cases/{case.pk}/").status_code == 404


def test_search_feed_and_api_say_so(client: Client, index: Callable[[], None]) -> None:
    notice = CaseNoticePageFactory(title="被澄清的通报标题")
    ClarificationPageFactory(notices=[notice])
    index()
    assert "2026年9月10日" in text(client, "/search/?q=被澄清的通报标题")
    assert "2026年9月10日" in text(client, "/search/feed/?q=被澄清的通报标题")
    (result,) = client.get("/api/v1/search?q=被澄清的通报标题&kind=case").json()["results"]
    assert result["note"]


def test_the_change_list_tells_of_it() -> None:
    page = ClarificationPageFactory()
    assert PublicChange.objects.filter(kind="added", key=f"clarification:{page.pk}").exists()


def test_the_form_records_who_took_the_consent(admin_client: Client) -> None:
    page = ClarificationPageFactory()
    form = ClarificationPage.get_edit_handler().get_form_class()
    user = User.objects.get(username="admin")
    sent = {"cleared_kind": "person", "person_name": NAME, "name_form": "full", "title": page.title, "slug": page.slug}
    bare = form(data={**_empty(page), **sent}, instance=page, for_user=user)
    bare.is_valid()
    assert "name_form" in bare.errors
    consent = {"consent_on": "2026-09-01", "consent_form": "written"}
    whole = form(data={**_empty(page), **sent, **consent}, instance=page, for_user=user)
    whole.is_valid()
    assert "name_form" not in whole.errors
    assert page.consent_recorded_by == "admin"


def test_the_editing_screen_offers_the_subjects_of_the_case_alone(admin_client: Client) -> None:
    CaseFactory(subjects=[{"name": "无关人"}])
    page = ClarificationPageFactory(cases=[CaseFactory(subjects=[{"name": "有关人"}])])
    shown = text(admin_client, f"/admin/pages/{page.pk}/edit/")
    assert "有关人" in shown
    assert "无关人" not in shown


def _empty(page: ClarificationPage) -> dict[str, str]:
    """The parts of the form that hold nothing."""
    sets = ("case_links", "notice_links", "steps", "comments")
    counts = {f"{name}-{key}_FORMS": "0" for name in sets for key in ("TOTAL", "INITIAL")}
    return {**counts, **{f"{name}-count": "0" for name in ("body", "attachments", "related")}}
