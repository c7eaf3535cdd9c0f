"""Likely repeats side by side, and the search in sealed texts: bounded, recorded, never in an address."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.feedback.contents import searching
from portal.feedback.contents.searching import likely_repeats, likeness, pairs, search
from portal.feedback.models import Message, State, Submission
from portal.feedback.retention.purging import purge
from portal.feedback.transitions import NotPermitted
from tests.factories import InquiryFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

FIRST = {"title": "反映水务局局长收礼", "body": "春节期间，水务局局长在某酒店收受工程老板所送香烟和购物卡。"}
AGAIN = {"title": "再次反映水务局局长", "body": "水务局局长春节期间在某酒店收受工程老板送的购物卡，至今未处理。"}
OTHER = {"title": "道路积水", "body": "小区门口每逢下雨便积水，请疏通管道。"}


def desk(role: str = "moderator", **kwargs: Any) -> tuple[Client, Any]:
    user = UserFactory(groups=[role], **kwargs)
    client = Client()
    client.force_login(user)
    return client, user


def test_likeness_is_that_of_the_shorter_text() -> None:
    whole = "春节期间收受礼品，数额较大。"
    assert likeness(pairs(whole), pairs("春节期间收受礼品")) == 100
    assert likeness(pairs("ＡＢＣ 购物卡"), pairs("abc购物卡!")) == 100
    assert likeness(pairs(whole), pairs("道路积水")) == 0
    assert likeness(pairs(""), pairs(whole)) == 0


def test_repeats_share_a_place_and_words_and_are_visible() -> None:
    unit, own_unit = UnitFactory(), UnitFactory()
    tip = SubmissionFactory(unit=unit, texts=FIRST)
    again = SubmissionFactory(accused=[unit], texts=AGAIN, unit=unit)
    by_accused = SubmissionFactory(accused=[unit], texts=FIRST)
    tip.accused.create(unit=unit)
    SubmissionFactory(unit=unit, texts=OTHER)
    SubmissionFactory(texts=FIRST)
    InquiryFactory(unit=unit, texts=FIRST)
    SubmissionFactory(unit=unit, texts=FIRST, accused=[own_unit])
    _client, user = desk(units=[own_unit])
    _own, found = likely_repeats(tip, user)
    assert [each.submission for each in found] == [by_accused, again]


def test_looking_is_recorded_once_and_what_is_shown_counts_as_opened() -> None:
    unit = UnitFactory()
    tip, again, other = (SubmissionFactory(unit=unit, texts=texts) for texts in (FIRST, AGAIN, OTHER))
    _client, user = desk()
    likely_repeats(tip, user)
    assert AuditEntry.objects.get(action="submission.search").object_key == str(tip.pk)
    opened = AuditEntry.objects.filter(action="submission.open_content")
    assert [entry.object_key for entry in opened] == [str(again.pk)]
    assert not AuditEntry.objects.filter(object_key=str(other.pk)).exists()


def test_at_most_so_many_are_compared_and_shown(monkeypatch: Any, django_assert_max_num_queries: Any) -> None:
    unit = UnitFactory()
    tip, *_others = [SubmissionFactory(unit=unit, texts=FIRST) for _each in range(13)]
    _client, user = desk()
    with django_assert_max_num_queries(60):
        assert len(likely_repeats(tip, user)[1]) == searching.SHOWN
    monkeypatch.setattr(searching, "COMPARED", 2)
    assert len(likely_repeats(tip, user)[1]) == 2


def test_they_stand_side_by_side_with_a_button_to_merge() -> None:
    unit = UnitFactory()
    tip, again = SubmissionFactory(unit=unit, texts=FIRST), SubmissionFactory(unit=unit, texts=AGAIN)
    client, _user = desk("intake")
    address = reverse("feedback_desk:repeats", args=[tip.pk])
    assert client.get(address).status_code == 405
    page = BeautifulSoup(client.post(address).content, "html.parser")
    assert FIRST["body"] in page.get_text()
    assert AGAIN["body"] in page.get_text()
    form = page.select_one(".desk-pair form")
    assert form is not None
    client.post(str(form["action"]), {field["name"]: field["value"] for field in form.select("input[value]")})
    tip.refresh_from_db()
    assert (tip.state, tip.merged_into) == (State.MERGED, again)


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("购物卡", {"first", "again"}),
        ("香烟 购物卡", {"first"}),
        ("积水", {"other"}),
        ("举报人甲", set()),
        ("无", set()),
    ],
)
def test_sealed_texts_are_searched_by_any_word_but_never_contact_details(words: str, hits: set[str]) -> None:
    texts = {"first": FIRST, "again": AGAIN, "other": OTHER}
    rows = {name: SubmissionFactory(named=True, texts=given) for name, given in texts.items()}
    client, user = desk()
    assert {row.pk for row in search(user, words).found} == {rows[name].pk for name in hits}
    page = client.post(reverse("feedback_desk:search_texts"), {"words": words}).content.decode()
    assert {name for name, row in rows.items() if str(row) in page} == hits
    assert FIRST["title"] not in page


def test_a_search_is_recorded_without_its_words_and_finds_only_what_one_may_know_of() -> None:
    unit = UnitFactory()
    hidden, purged = SubmissionFactory(accused=[unit], texts=FIRST), SubmissionFactory(texts=FIRST)
    purge([purged.pk], actor=None)
    seen: Submission = SubmissionFactory(texts=FIRST, talk=[(Message.Sender.CITIZEN, "补充")])
    client, user = desk("supervisor", units=[unit])
    page = client.post(reverse("feedback_desk:search_texts"), {"words": "购物卡"}).content.decode()
    assert str(seen) in page
    assert str(hidden) not in page
    entry = AuditEntry.objects.get(action="submission.search")
    assert (entry.actor_id, entry.details) == (user.pk, {"most": searching.SEARCHED})


@pytest.mark.parametrize("role", ["handler", "auditor", "administrator", "editor"])
def test_nobody_else_searches(role: str) -> None:
    tip = SubmissionFactory(texts=FIRST)
    client, user = desk(role)
    with pytest.raises(NotPermitted):
        search(user, "购物卡")
    for address in (reverse("feedback_desk:search_texts"), reverse("feedback_desk:repeats", args=[tip.pk])):
        answer = client.post(address, {"words": "购物卡"})
        assert answer.status_code in {302, 403}
    assert not AuditEntry.objects.filter(action="submission.search").exists()
