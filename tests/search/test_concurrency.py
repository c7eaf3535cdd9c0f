"""Writers, drains and rebuilds at the same time, each in a thread with a connection of its own."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from taggit.models import Tag

from search import applying, indexing
from search.consumers import Target
from search.locks import Busy, changing_registry, join_registry, only_one
from search.models import OutboxEntry, SearchConsumer
from search.outbox import enqueue
from tests.search.sources import drain_all, held_elsewhere, keys, write_tag

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def threads(count: int) -> Iterator[Callable[..., Future]]:
    """Starts functions in threads; their connections are closed and their errors raised at the end."""
    started: list[Future] = []

    def run(function: Callable[..., object], *args: object) -> object:
        try:
            return function(*args)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:

        def start(function: Callable[..., object], *args: object) -> Future:
            started.append(pool.submit(run, function, *args))
            return started[-1]

        yield start
    for future in started:
        future.result()


def test_writes_during_rebuilds_are_in_the_index(built: tuple[Target, ...]) -> None:
    numbers = [write_tag(f"old {number}").pk for number in range(20)]

    def write(author: int) -> None:
        for number in range(15):
            write_tag(f"{author} {number}")
            with transaction.atomic():
                changed = numbers[author * 5 + number % 5]
                Tag.objects.filter(pk=changed).update(slug=f"{'hidden' if number % 2 else 'shown'}-{author}-{number}")
                enqueue([f"tag:{changed}"])

    with threads(4) as start:
        writers = [start(write, author) for author in range(2)]
        while not all(writer.done() for writer in writers):
            for target in built:
                indexing.rebuild(target)
    drain_all()
    for target in built:
        assert list(indexing.check(target)) == []
        assert len(keys(target)) == 20 + 30 - hidden()
    assert not OutboxEntry.objects.exists()
    assert not SearchConsumer.objects.filter(kind=SearchConsumer.Kind.BUILD).exists()


def hidden() -> int:
    return Tag.objects.filter(slug__startswith="hidden").count()


def test_many_drains_at_once_end_with_what_the_database_has(embedded: Target) -> None:
    tag = write_tag("礼金")

    def change(author: int) -> None:
        for number in range(15):
            with transaction.atomic():
                Tag.objects.filter(pk=tag.pk).update(name=f"{author} {number}")
                enqueue([f"tag:{tag.pk}"])
            applying.drain(embedded)

    with threads(3) as start:
        for author in range(3):
            start(change, author)
    drain_all()
    assert list(indexing.check(embedded)) == []
    assert not OutboxEntry.objects.exists()


def test_a_consumer_that_comes_while_a_writer_is_at_work_misses_nothing(embedded: Target) -> None:
    """The writer has read the list of consumers; the build that registers now must see what it writes."""
    listed, go_on = threading.Event(), threading.Event()

    def slow_writer() -> int:
        with transaction.atomic():
            join_registry()
            told = list(SearchConsumer.objects.values_list("pk", flat=True))
            tag = Tag.objects.create(name="late", slug="late")
            listed.set()
            assert go_on.wait(10)
            OutboxEntry.objects.bulk_create(OutboxEntry(consumer_id=pk, key=f"tag:{tag.pk}") for pk in told)
            return tag.pk

    def build() -> None:
        assert listed.wait(10)
        threading.Timer(0.5, go_on.set).start()
        indexing.rebuild(embedded)

    with threads(2) as start:
        writer = start(slow_writer)
        start(build)
    assert keys(embedded) == {f"tag:{writer.result()}"}


def test_a_change_of_the_list_is_one_transaction(embedded: Target) -> None:
    with pytest.raises(ZeroDivisionError), changing_registry():
        SearchConsumer.objects.all().delete()
        raise ZeroDivisionError
    assert SearchConsumer.objects.filter(name=embedded.name).exists()


def test_a_lock_is_held_by_one_and_free_afterwards(embedded: Target) -> None:
    with held_elsewhere("x"):
        with pytest.raises(Busy), only_one("x", wait=0.05):
            raise AssertionError
        with only_one("y"):
            pass
    with only_one("x"):
        pass


def test_a_writer_does_not_wait_long_for_its_turn(embedded: Target) -> None:
    with held_elsewhere(embedded.lock):
        tag = write_tag("礼金")
        assert OutboxEntry.objects.get().consumer.name == embedded.name
    assert applying.drain(embedded) == 1
    assert keys(embedded) == {f"tag:{tag.pk}"}
