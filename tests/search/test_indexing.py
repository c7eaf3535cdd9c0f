"""Rebuild, check and repair, while others write, and after a kill."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from taggit.models import Tag

from search import applying, consumers, indexing
from search.consumers import Target
from search.documents import SearchDocument
from search.engines.base import BuildInProgress, Progress, SearchUnavailable
from search.indexing import Drift
from search.models import OutboxEntry, SearchConsumer, SuggestionGeneration
from search.outbox import enqueue
from tests.search.sources import TagSource, held_elsewhere, keys, write_tag

pytestmark = pytest.mark.django_db(transaction=True)


def make_tags(count: int) -> list[str]:
    tags = Tag.objects.bulk_create(Tag(name=f"通报{number}", slug=f"t{number}") for number in range(count))
    return [f"tag:{tag.pk}" for tag in tags]


def test_rebuild_makes_every_index_whole(built: tuple[Target, ...]) -> None:
    made = make_tags(1200)
    reports: list[Progress] = []
    for target in built:
        assert indexing.rebuild(target, reports.append) == 1200
        assert keys(target) == set(made)
    assert reports[-1] == Progress(done=1200, total=1200)
    assert not SearchConsumer.objects.filter(kind=SearchConsumer.Kind.BUILD).exists()
    assert SuggestionGeneration.objects.count() == 1


@pytest.mark.parametrize("name", ["embedded", "suggestions"])
def test_what_is_written_during_a_rebuild_is_not_lost(
    built: tuple[Target, ...], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = consumers.target_by_name(name)
    made = make_tags(10)
    late: list[str] = []
    fill = indexing._fill

    def fill_and_write(*args: Any) -> int:
        # All documents have been read: now one appears, one changes and one goes.
        done = fill(*args)
        late.append(f"tag:{write_tag('late').pk}")
        with transaction.atomic():
            Tag.objects.filter(pk=made[0][4:]).update(name="changed")
            Tag.objects.filter(pk=made[1][4:]).delete()
            enqueue(made[:2])
        return done

    monkeypatch.setattr(indexing, "_fill", fill_and_write)
    indexing.rebuild(target)
    assert keys(target) == {*made, *late} - {made[1]}
    assert list(indexing.check(target)) == []


def test_a_failed_rebuild_leaves_the_old_index(embedded: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = write_tag("礼金")

    def broken(*args: Any) -> int:
        raise SearchUnavailable("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(indexing, "_fill", broken)
        with pytest.raises(SearchUnavailable):
            indexing.rebuild(embedded)
    assert keys(embedded) == {f"tag:{tag.pk}"}
    assert not SearchConsumer.objects.filter(kind=SearchConsumer.Kind.BUILD).exists()
    assert indexing.rebuild(embedded) == 1


@pytest.mark.parametrize("name", ["embedded", "suggestions"])
def test_what_a_killed_rebuild_left_is_swept(built: tuple[Target, ...], name: str) -> None:
    target = consumers.target_by_name(name)
    tag = write_tag("礼金")
    # Killed: neither activated nor abandoned, and its locks are gone with it.
    build = target.begin_build()
    consumers.start_build(target)
    getattr(build, "_end", lambda: None)()
    write_tag("另一个")
    assert OutboxEntry.objects.filter(consumer__name=target.build_name).count() == 1
    consumers.sweep()
    assert not OutboxEntry.objects.exists()
    assert f"tag:{tag.pk}" in keys(target)
    assert indexing.rebuild(target) == 2


@pytest.mark.parametrize("name", ["embedded", "suggestions"])
def test_a_second_rebuild_is_refused(built: tuple[Target, ...], name: str) -> None:
    target = consumers.target_by_name(name)
    with held_elsewhere(target.build_name), pytest.raises(BuildInProgress):
        indexing.rebuild(target)
    indexing.rebuild(target)


def test_entries_that_a_rebuild_covers_are_not_applied_again(embedded: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(applying, "apply_keys_now", lambda *args, **kwargs: None)
        enqueue(make_tags(5))
    assert OutboxEntry.objects.filter(consumer__name=embedded.name).count() == 5
    indexing.rebuild(embedded)
    assert OutboxEntry.objects.filter(consumer__name=embedded.name).count() == 0
    assert len(keys(embedded)) == 5


@pytest.mark.parametrize("name", ["embedded", "suggestions"])
def test_check_lists_drift_and_repair_mends_it(
    built: tuple[Target, ...], name: str, tag_source: TagSource, capsys: pytest.CaptureFixture[str]
) -> None:
    target = consumers.target_by_name(name)
    missing, stale, fine = (write_tag(name) for name in ("missing", "stale", "fine"))
    target.index.delete([f"tag:{missing.pk}"])
    Tag.objects.filter(pk=stale.pk).update(name="otherwise")
    ghost = next(iter(tag_source.build([fine.pk])))
    target.index.upsert([replace(ghost, key="tag:999999", number=999999)])
    expected = {
        Drift("missing", f"tag:{missing.pk}"),
        Drift("stale", f"tag:{stale.pk}"),
        Drift("extra", "tag:999999"),
    }
    assert set(indexing.check(target)) == expected
    with pytest.raises(SystemExit) as exit_status:
        call_command("check_index")
    assert exit_status.value.code == 1
    assert f"{target.name}: extra tag:999999" in capsys.readouterr().out
    call_command("check_index", repair=True)
    assert "1 extra, 1 missing, 1 stale - mended" in capsys.readouterr().out
    assert list(indexing.check(target)) == []
    call_command("check_index")


def test_a_document_that_cannot_be_built_stops_no_rebuild_and_no_check(embedded: Target) -> None:
    good, bad = write_tag("good"), write_tag("fine as yet")
    Tag.objects.filter(pk=bad.pk).update(name="broken")
    assert list(indexing.check(embedded)) == [Drift("extra", f"tag:{bad.pk}")]
    assert indexing.rebuild(embedded) == 1
    assert keys(embedded) == {f"tag:{good.pk}"}


def test_entries_that_wait_are_no_drift(embedded: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "apply_keys_now", lambda *args, **kwargs: None)
    write_tag("礼金")
    assert list(indexing.check(embedded)) == []


def test_a_change_during_the_check_is_no_drift(embedded: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = write_tag("礼金")
    stored = type(embedded.index).fingerprints

    def changed_before(self: Any) -> Any:
        Tag.objects.filter(pk=tag.pk).update(name="changed")
        enqueue([f"tag:{tag.pk}"])
        return stored(self)

    monkeypatch.setattr(type(embedded.index), "fingerprints", changed_before)
    assert list(indexing.check(embedded)) == []


def test_a_missing_index_is_told_and_made_by_repair(
    transactional_db: None, tag_source: TagSource, search_dir: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    SearchConsumer.objects.all().delete()
    consumers.ensure()
    make_tags(3)
    target = consumers.target_by_name("embedded")
    assert indexing.needs_build(target)
    with pytest.raises(SystemExit):
        call_command("check_index")
    assert "there is no index" in capsys.readouterr().err
    call_command("check_index", repair=True)
    assert len(keys(target)) == 3
    assert not indexing.needs_build(target)


def test_rebuild_command_builds_what_it_is_told(built: tuple[Target, ...], capsys: pytest.CaptureFixture[str]) -> None:
    make_tags(2)
    call_command("rebuild_index", engine="embedded")
    printed = capsys.readouterr().out
    assert "embedded:main: 2 documents" in printed
    assert "suggestions" not in printed
    call_command("rebuild_index")
    assert "suggestions: 2 documents" in capsys.readouterr().out
    with pytest.raises(CommandError, match="No index is called solr"):
        call_command("rebuild_index", engine="solr")


def test_drain_command_says_what_is_away(
    embedded: Target, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(applying, "apply_keys_now", lambda *args, **kwargs: None)
        tag = write_tag("礼金")

    def away(self: Any, documents: Iterable[SearchDocument]) -> None:
        raise SearchUnavailable("no such server")

    with monkeypatch.context() as patch:
        patch.setattr(type(embedded.index), "upsert", away)
        with pytest.raises(CommandError, match="Not reached: embedded:main"):
            call_command("drain_outbox")
        assert "no such server" in capsys.readouterr().err
    call_command("drain_outbox")
    assert "embedded:main: 1 entries applied" in capsys.readouterr().out
    assert keys(embedded) == {f"tag:{tag.pk}"}
