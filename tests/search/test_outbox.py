"""What is written in a transaction reaches every index after it, whatever happens in between."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from taggit.models import Tag

from search import applying, consumers, documents
from search.consumers import Target
from search.documents import SearchDocument
from search.engines.base import SearchUnavailable
from search.fingerprints import fingerprint
from search.models import OutboxEntry, SearchConsumer
from search.outbox import enqueue
from tests.search.sources import keys, write_tag

pytestmark = pytest.mark.django_db(transaction=True)


def away(documents: Iterable[SearchDocument]) -> None:
    raise SearchUnavailable("gone")


def test_a_write_is_found_at_once_and_leaves_no_entry(built: tuple[Target, ...]) -> None:
    tag = write_tag("礼金")
    for target in built:
        assert keys(target) == {f"tag:{tag.pk}"}
    assert not OutboxEntry.objects.exists()
    assert SearchConsumer.objects.filter(name="embedded:main", applied_at__isnull=False).exists()


def test_nothing_is_applied_before_the_commit_or_after_a_rollback(embedded: Target) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write_tag("礼金")
        assert keys(embedded) == set()
        raise ZeroDivisionError
    assert keys(embedded) == set()
    assert not OutboxEntry.objects.exists()


def test_a_rolled_back_savepoint_does_not_lose_what_follows(embedded: Target) -> None:
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            write_tag("first")
            raise ZeroDivisionError
        second = write_tag("second")
    assert keys(embedded) == {f"tag:{second.pk}"}


def test_many_writes_in_one_transaction_are_drained_once(embedded: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(applying, "write", lambda index, keys: calls.append(list(keys)))
    with transaction.atomic():
        for name in "abc":
            write_tag(name)
    # One for each index.
    assert [len(call) for call in calls] == [3, 3]


def test_a_hidden_document_leaves_the_index(embedded: Target) -> None:
    tag = write_tag("礼金")
    with transaction.atomic():
        Tag.objects.filter(pk=tag.pk).update(slug="hidden")
        enqueue([f"tag:{tag.pk}"])
    assert keys(embedded) == set()


def test_an_index_that_is_away_fails_no_writer_and_is_told_later(
    embedded: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(type(embedded.index), "upsert", lambda self, documents: away(documents))
        tag = write_tag("礼金")
        consumer = SearchConsumer.objects.get(name=embedded.name)
        assert consumer.attempts == 1
        assert consumer.last_error == "SearchUnavailable: gone"
        assert consumer.entries.count() == 1
        # It waits before it is tried again.
        assert applying.due([embedded.name]) == set()
    SearchConsumer.objects.update(retry_at=timezone.now() - timedelta(seconds=1))
    assert applying.due([embedded.name]) == {embedded.name}
    assert applying.drain(embedded) == 1
    assert keys(embedded) == {f"tag:{tag.pk}"}
    consumer.refresh_from_db()
    assert (consumer.attempts, consumer.last_error, consumer.retry_at) == (0, "", None)


def test_a_clock_that_ran_ahead_and_was_set_right_holds_up_no_entry(
    embedded: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(applying, "apply_keys_now", lambda *args, **kwargs: None)
        tag = write_tag("礼金")
    ahead = timezone.now() + timedelta(days=90)
    SearchConsumer.objects.update(retry_at=ahead)
    OutboxEntry.objects.update(retry_at=ahead)
    assert applying.due([embedded.name]) == {embedded.name}
    assert applying.drain(embedded) == 1
    assert keys(embedded) == {f"tag:{tag.pk}"}


def test_an_error_nobody_thought_of_fails_no_writer(embedded: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(applying, "apply_keys_now", broken)
    write_tag("礼金")
    assert OutboxEntry.objects.filter(consumer__name=embedded.name).count() == 1


def test_a_killed_process_leaves_its_entries_to_the_next(embedded: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        # What a kill between commit and index leaves: the row, and nothing done.
        patch.setattr(applying, "apply_keys_now", lambda *args, **kwargs: None)
        tag = write_tag("礼金")
    assert keys(embedded) == set()
    assert applying.drain(embedded) == 1
    assert keys(embedded) == {f"tag:{tag.pk}"}


def test_a_document_that_cannot_be_built_does_not_block_the_others(embedded: Target) -> None:
    with transaction.atomic():
        broken, good = write_tag("broken"), write_tag("good")
    assert keys(embedded) == {f"tag:{good.pk}"}
    entry = OutboxEntry.objects.get(consumer__name=embedded.name)
    assert entry.key == f"tag:{broken.pk}"
    assert entry.attempts == 1
    assert entry.last_error == "ValueError: this one cannot be built"
    assert entry.retry_at is not None
    assert applying.drain(embedded) == 0
    Tag.objects.filter(pk=broken.pk).update(name="mended")
    OutboxEntry.objects.update(retry_at=None)
    assert applying.drain(embedded) == 1
    assert keys(embedded) == {f"tag:{good.pk}", f"tag:{broken.pk}"}


@pytest.mark.parametrize("key", ["nobody:1", "no number", "tag:x", ""])
def test_an_unknown_key_blocks_nothing(embedded: Target, key: str) -> None:
    with transaction.atomic():
        enqueue([key])
        tag = write_tag("礼金")
    assert keys(embedded) == {f"tag:{tag.pk}"}
    assert not OutboxEntry.objects.exists()


def test_the_document_is_read_when_it_is_applied(embedded: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(applying, "apply_keys_now", lambda *args, **kwargs: None)
        tag = write_tag("old")
        Tag.objects.filter(pk=tag.pk).update(name="new")
        enqueue([f"tag:{tag.pk}"])
    applying.drain(embedded)
    assert [document.title for document in documents.sources()[0].build([tag.pk])] == ["new"]
    assert dict(embedded.index.fingerprints()) == {
        f"tag:{tag.pk}": fingerprint(document) for document in documents.sources()[0].build([tag.pk])
    }


def test_elasticsearch_is_never_touched_by_a_writer(embedded: Target) -> None:
    with transaction.atomic():
        SearchConsumer.objects.create(name="elasticsearch", kind=SearchConsumer.Kind.ELASTICSEARCH)
    tag = write_tag("礼金")
    assert list(OutboxEntry.objects.values_list("consumer__name", "key")) == [("elasticsearch", f"tag:{tag.pk}")]


def test_a_hundred_thousand_keys_do_not_keep_a_writer(
    embedded: Target, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries
) -> None:
    tags = Tag.objects.bulk_create(Tag(name=f"t{number}", slug=f"t{number}") for number in range(3000))
    enqueue(f"tag:{tag.pk}" for tag in tags)
    waiting = OutboxEntry.objects.filter(consumer__name=embedded.name).count()
    assert waiting >= 2000
    assert applying.drain(embedded) == waiting
    assert len(keys(embedded)) == 3000


def test_indexes_that_are_not_configured_any_more_are_forgotten(embedded: Target) -> None:
    elsewhere = SearchConsumer.objects.create(name="embedded:elsewhere", kind=SearchConsumer.Kind.EMBEDDED)
    SearchConsumer.objects.create(name="elasticsearch", kind=SearchConsumer.Kind.ELASTICSEARCH)
    write_tag("礼金")
    consumers.ensure()
    consumers.sweep()
    assert set(SearchConsumer.objects.values_list("name", flat=True)) == {
        "embedded:main",
        "embedded:elsewhere",
        "suggestions",
    }
    elsewhere.entries.update(created_at=timezone.now() - timedelta(days=8))
    consumers.sweep()
    assert not SearchConsumer.objects.filter(pk=elsewhere.pk).exists()
