"""Each change has its place in the list that mirrors follow, and none comes to light behind their back."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.content.changes import ledger, numbering
from portal.content.models import PageStamp, PublicChange, stamps

ADDED = PublicChange.Kind.ADDED


def places() -> list[tuple[int | None, str]]:
    return list(PublicChange.objects.order_by("pk").values_list("position", "key"))


@pytest.mark.django_db(transaction=True)
def test_places_follow_each_other_without_gaps() -> None:
    first = PublicChange.objects.count()
    with transaction.atomic():
        ledger.tell(ADDED, "case:1", "/cases/1/")
        ledger.tell(ADDED, "case:2", "/cases/2/")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ledger.tell(ADDED, "case:3", "/cases/3/")
        raise ZeroDivisionError
    ledger.tell(ADDED, "case:4", "/cases/4/")
    assert places()[first:] == [(first + 1, "case:1"), (first + 2, "case:2"), (first + 3, "case:4")]


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_process_left_is_numbered_by_the_next_or_by_the_job() -> None:
    last = PublicChange.objects.count()
    for number in (1, 2):
        PublicChange.objects.create(kind=ADDED, key=f"case:{number}", url="/", at=timezone.now())
    before = PageStamp.current()
    assert numbering.number_pending() == 2
    assert [place for place, _key in places()[last:]] == [last + 1, last + 2]
    # Kept answers to those who follow are made again.
    assert PageStamp.current() != before
    assert numbering.number_pending() == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_committed_late_comes_after_those_already_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """With PostgreSQL writers work side by side: the one that began first may end last."""
    # Of two threads that happen to renew the same stamp, one would wait here for the other.
    monkeypatch.setattr(stamps, "SLOTS", 32_003)
    if connection.vendor != "postgresql":
        # SQLite lets one writer in at a time; the order of the keys is that of the commits.
        ledger.tell(ADDED, "case:1", "/")
        ledger.tell(ADDED, "case:2", "/")
        assert [place for place, _key in places()] == sorted(place or 0 for place, _key in places())
        return
    written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            ledger.tell(ADDED, "case:slow", "/")
            written.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(10)
    ledger.tell(ADDED, "case:quick", "/")
    read_up_to = PublicChange.objects.get(key="case:quick").position
    may_commit.set()
    thread.join()
    slow_one = PublicChange.objects.get(key="case:slow")
    assert slow_one.position is not None and read_up_to is not None
    assert slow_one.position > read_up_to
    assert slow_one.pk < PublicChange.objects.get(key="case:quick").pk
