"""Restore yesterday's backup after three deletions: the three stay deleted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.operations.backup import parts, purged


@pytest.fixture(autouse=True)
def kinds(settings: Any, tmp_path: Path) -> Iterator[list[str]]:
    """A list of the test's own, and something that can be deleted by its keys."""
    settings.PURGE_LIST_FILE = tmp_path / "far" / "purged.jsonl"
    there = ["a", "b", "c", "d"]

    def purge(keys: list[str]) -> int:
        gone = [key for key in keys if key in there]
        for key in gone:
            there.remove(key)
        return len(gone)

    parts.register_purge("test.thing", purge)
    yield there
    del parts._purges["test.thing"]


def test_they_are_deleted_again(kinds: list[str]) -> None:
    purged.note_purged("test.thing", ["a"])
    purged.note_purged("test.thing", ["c", "d", "a"])
    assert purged.purge_again() == {"test.thing": 3}
    assert kinds == ["b"]
    assert purged.purge_again() == {"test.thing": 0}


def test_the_list_is_private_and_says_nothing_but_keys(kinds: list[str]) -> None:
    purged.note_purged("test.thing", ["a"])
    assert purged.path().stat().st_mode & 0o077 == 0
    assert purged.noted(purged.path()) == {"test.thing": ["a"]}


def test_what_a_power_cut_left_of_a_line_counts_for_nothing(kinds: list[str]) -> None:
    purged.note_purged("test.thing", ["a"])
    with purged.path().open("a") as handle:
        handle.write('{"at": "2026-')
    assert purged.noted(purged.path()) == {"test.thing": ["a"]}
    purged.note_purged("test.thing", ["b"])
    assert purged.noted(purged.path()) == {"test.thing": ["a", "b"]}


def test_an_unknown_kind_stops_before_anything_is_deleted(kinds: list[str]) -> None:
    purged.note_purged("test.thing", ["a"])
    purged.note_purged("test.of_another_app", ["7"])
    with pytest.raises(purged.UnknownKind, match="another_app"):
        purged.purge_again()
    assert "a" in kinds


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"no json",
        b"[]",
        b"7",
        b'{"kind": "test.thing"}',
        b'{"kind": "test.thing", "key": 7}',
        b'{"kind": ["test.thing"], "key": "a"}',
        '{"kind": "test.thing", "key": "印章"}'.encode(),
        b"\xff\x00",
    ],
)
def test_a_damaged_line_stops_before_anything_is_deleted(kinds: list[str], line: bytes) -> None:
    purged.note_purged("test.thing", ["a"])
    with purged.path().open("ab") as handle:
        handle.write(line + b"\n")
    purged.note_purged("test.thing", ["b"])
    with pytest.raises(purged.DamagedList, match="line 2"):
        purged.purge_again()
    assert kinds == ["a", "b", "c", "d"]


def test_a_key_that_is_none_stops_before_anything_is_deleted(kinds: list[str]) -> None:
    purged.note_purged("test.thing", ["a"])
    purged.note_purged("feedback.submission", ["42"])
    with pytest.raises(purged.DamagedList, match="feedback.submission by '42'"):
        purged.purge_again()
    assert "a" in kinds


def test_without_a_list_nothing_is_deleted(kinds: list[str]) -> None:
    assert purged.purge_again() == {}
