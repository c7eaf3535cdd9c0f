"""The queue: piles with their counts, filters, views that are kept, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.feedback.desk import queue
from portal.feedback.desk.tabs import counts
from portal.feedback.models import Priority, SavedView, State, Submission
from tests.factories import InquiryFactory, ReferralFactory, SubmissionFactory, UnitFactory
from tests.feedback.at_the_desk import QUEUE, desk, file_of, references, soup
from tests.feedback.citizen import Citizen

pytestmark = pytest.mark.django_db


def test_the_queue_shows_what_the_account_may_know_of_and_nothing_of_the_words() -> None:
    unit = UnitFactory()
    tip = SubmissionFactory(texts={"title": "关于某局的反映"})
    accusing = SubmissionFactory(accused=[unit])
    client = desk(units=[unit])
    assert references(client) == {str(tip)}
    page = client.get(QUEUE).content.decode()
    assert str(accusing) not in page
    assert "关于某局的反映" not in page
    handler = desk("handler", units=[unit])
    assert references(handler) == set()
    ReferralFactory(submission=tip, unit=unit)
    assert references(handler) == {str(tip)}


@pytest.mark.parametrize(
    ("tab", "found"),
    [
        ("open", {"new", "late", "near", "flood", "unread"}),
        ("new", {"new", "unread"}),
        ("late", {"late"}),
        ("near", {"near"}),
        ("flood", {"flood"}),
        ("unread", {"unread", "written to after its end"}),
        ("ended", {"ended", "written to after its end"}),
        ("nonsense", {"new", "late", "near", "flood", "unread"}),
    ],
)
def test_the_piles_and_their_counts(tab: str, found: set[str]) -> None:
    today = timezone.localdate()
    rows = {
        "new": SubmissionFactory(),
        "late": SubmissionFactory(state=State.ACCEPTED, due_on=today - timedelta(days=1)),
        "near": SubmissionFactory(state=State.ACCEPTED, due_on=today),
        "flood": SubmissionFactory(priority=Priority.LOW),
        "unread": SubmissionFactory(talk=[("citizen", "补充")]),
        "ended": SubmissionFactory(state=State.CLOSED),
        "written to after its end": SubmissionFactory(state=State.NOT_ACCEPTED, talk=[("citizen", "新的证据")]),
    }
    client = desk()
    assert references(client, f"?tab={tab}") == {str(rows[name]) for name in found}
    page = soup(client.get(f"{QUEUE}?tab={tab}"))
    told = page.select_one('.piles [aria-current="page"] .piles__count')
    assert (told.get_text() if told else None) == (None if tab == "ended" else str(len(found)))


def test_the_first_page_of_the_admin_counts_what_waits_and_only_what_the_account_may_know_of() -> None:
    unit = UnitFactory()
    SubmissionFactory()
    SubmissionFactory(accused=[unit])
    SubmissionFactory(state=State.ACCEPTED, due_on=timezone.localdate() - timedelta(days=1))
    page = soup(desk(units=[unit]).get("/admin/"))
    told = {link["href"].rpartition("=")[2]: link.select_one("span").get_text() for link in page.select(".piles a")}
    assert told == {"open": "2", "new": "1", "late": "1"}
    for role in ("editor", "auditor"):
        assert not soup(desk(role).get("/admin/")).select(".piles")


@pytest.mark.parametrize("state", [State.NOT_ACCEPTED, State.CLOSED, State.TOLD, State.TRANSFERRED])
def test_a_message_to_what_has_ended_is_counted_until_it_is_read(state: State) -> None:
    tip, client = SubmissionFactory(state=state), desk()
    assert counts(Submission.objects.all())["unread"] == 0
    Citizen().press(Citizen().track(tip.codes.code, tip.codes.secret), "write", text="找到了新的证据")
    assert counts(Submission.objects.all())["unread"] == 1
    assert [link["href"] for link in soup(client.get("/admin/")).select(".piles a")][-1].endswith("tab=unread")
    client.get(file_of(tip))
    assert counts(Submission.objects.all())["unread"] == 0


def test_a_due_day_is_told_in_words_and_colour() -> None:
    SubmissionFactory(state=State.ACCEPTED, due_on=timezone.localdate() - timedelta(days=4))
    (mark,) = soup(desk().get(QUEUE)).select(".due--late")
    assert "4" in mark.get_text()


def test_filters_and_a_view_that_is_kept() -> None:
    tip, inquiry = SubmissionFactory(), InquiryFactory()
    client = desk()
    assert references(client, "?kind=tip") == {str(tip)}
    assert references(client, "?kind=inquiry") == {str(inquiry)}
    client.post(f"{QUEUE}views/", {"name": "质询", "query": "kind=inquiry&tab=new&p=7&evil=1"})
    kept = SavedView.objects.get()
    assert kept.query == "tab=new&kind=inquiry"
    assert "质询" in client.get(QUEUE).content.decode()
    assert desk().post(f"{QUEUE}views/{kept.pk}/remove/").status_code == 404
    client.post(f"{QUEUE}views/{kept.pk}/remove/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("rows", [1, 40])
def test_the_queue_costs_the_same_however_long_it_is(rows: int, django_assert_max_num_queries: Any) -> None:
    for number in range(rows):
        SubmissionFactory(unit=UnitFactory() if number % 2 else None)
    client = desk(units=[UnitFactory(parent=UnitFactory())])
    client.get(QUEUE)
    for query in ("", "?tab=late", "?tab=ended", "?tab=open&kind=tip&received_on_from=2026-01-01", "?ordering=-due_on"):
        with django_assert_max_num_queries(15):
            client.get(f"{QUEUE}{query}")


def test_every_submission_stands_on_one_page_of_the_queue() -> None:
    """All of the same day: an order with ties would show some twice and some never."""
    rows = {str(SubmissionFactory(state=State.CLOSED)) for _ in range(45)}
    client = desk()
    for query in ("?tab=ended", "?tab=ended&ordering=kind", "?tab=ended&kind=tip"):
        pages = [references(client, f"{query}&p={number}") for number in (1, 2, 3)]
        assert [len(page) for page in pages] == [20, 20, 5]
        assert set().union(*pages) == rows


def test_what_has_ended_is_leafed_through_up_to_a_point(monkeypatch: Any) -> None:
    for _ in range(5):
        SubmissionFactory(state=State.CLOSED)
    monkeypatch.setattr(queue, "MOST_LEAFED_THROUGH", 4)
    client = desk()
    assert len(references(client, "?tab=ended")) == 4
    # Whoever filters is told how many there are to the last.
    assert len(references(client, "?tab=ended&kind=tip")) == 5
