"""The anchor file: one sealed line a day, none of which can be changed, and what a restore does to them."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from portal.audit import anchors
from portal.audit.models import AuditEntry
from portal.audit.restoring import NothingToSettle, settle
from portal.audit.verification import Reason, verify
from portal.operations.jobs import registered_jobs
from tests.audit.steps import chained, execute, waiting
from tests.servers import guards

pytestmark = pytest.mark.django_db


def reasons() -> list[Reason]:
    return [fault.reason for fault in verify(anchors.path()).faults]


def cut(after: int) -> None:
    with guards.away():
        execute("delete from audit_auditlink where position > %s", after)
        execute("delete from audit_auditentry where id not in (select entry_id from audit_auditlink)")


def test_a_line_says_what_the_chain_is(anchor_file: Path) -> None:
    entries = chained(3)
    with time_machine.travel("2026-11-24T08:00:00+08:00", tick=False):
        anchors.drop()
    line = json.loads(anchor_file.read_text())
    assert set(line) == {"at", "count", "entry", "hash", "restored", "seal"}
    assert (line["at"], line["count"], line["entry"]) == ("2026-11-24T00:00:00.000000Z", 3, entries[2].pk)
    assert anchor_file.stat().st_mode & 0o777 == 0o640


def test_what_waits_is_linked_first() -> None:
    waiting()
    assert anchors.drop().count == 1


def altered(lines: list[str]) -> list[str]:
    return [lines[0], lines[1].replace('"count":2', '"count":1'), lines[2]]


@pytest.mark.parametrize(
    "change",
    [
        altered,
        lambda lines: [lines[0], lines[2]],
        lambda lines: lines[1:],
        lambda lines: [lines[0], lines[2], lines[1]],
        lambda lines: [lines[0], lines[0], *lines[1:]],
        lambda lines: [lines[0], "no anchor", *lines[1:]],
        lambda lines: [lines[0], "[]", *lines[1:]],
    ],
)
def test_an_altered_file(anchor_file: Path, change: Callable[[list[str]], list[str]]) -> None:
    for _time in range(3):
        chained(1)
        anchors.drop()
    anchor_file.write_text("".join(f"{line}\n" for line in change(anchor_file.read_text().splitlines())))
    assert Reason.ANCHOR_ALTERED in reasons()
    with pytest.raises(anchors.AnchorsAltered):
        anchors.drop()


def test_a_line_that_a_power_cut_broke_off_was_never_an_anchor(anchor_file: Path) -> None:
    chained(1)
    anchors.drop()
    with anchor_file.open("a") as file:
        file.write('{"at":"2026-')
    assert reasons() == []
    anchors.drop()
    assert reasons() == []
    assert len(anchor_file.read_text().splitlines()) == 2


def test_anchors_that_do_not_come_are_missed(anchor_file: Path) -> None:
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False) as clock:
        chained(2)
        assert reasons() == []
        clock.shift(timedelta(days=3))
        assert reasons() == [Reason.UNANCHORED]
        anchors.drop()
        assert reasons() == []
        anchor_file.unlink()
        assert reasons() == [Reason.UNANCHORED]


def test_after_a_restore_the_loss_is_on_record() -> None:
    for _day in range(3):
        chained(2)
        anchors.drop()
    cut(after=3)
    assert reasons() == [Reason.TRUNCATED]
    settle()
    report = verify(anchors.path())
    assert report.faults == []
    assert [anchor.restored for anchor in report.restores] == [2]
    entry = AuditEntry.objects.get(action="audit.restored")
    assert (entry.details, entry.actor_role) == ({"kept": 2, "known": 6}, "system")
    chained(4)
    anchors.drop()
    assert reasons() == []


def test_a_restore_that_is_told_late_is_settled_too() -> None:
    chained(4)
    anchors.drop()
    cut(after=2)
    chained(5)
    assert reasons() == [Reason.REWRITTEN]
    settle()
    assert reasons() == []


def test_a_change_is_no_restore() -> None:
    entries = chained(4)
    anchors.drop()
    with guards.away():
        execute("update audit_auditentry set action = 'x' where id = %s", entries[0].pk)
    with pytest.raises(NothingToSettle, match="changed"):
        settle()


def test_nothing_lost_nothing_settled() -> None:
    chained(1)
    anchors.drop()
    with pytest.raises(CommandError, match="nothing was lost"):
        call_command("anchor_audit", "--restored")


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    chained(2)
    call_command("anchor_audit")
    assert "2 entries" in capsys.readouterr().out
    cut(after=1)
    with pytest.raises(CommandError, match="not what the anchor"):
        call_command("anchor_audit")
    call_command("anchor_audit", "--restored")
    assert reasons() == []


def test_the_worker_drops_one_a_day() -> None:
    jobs = {job.name: job for job in registered_jobs()}
    assert jobs["anchor_audit"].every == timedelta(days=1)
    waiting()
    assert jobs["link_audit"].run() == 1
    jobs["anchor_audit"].run()
    assert reasons() == []
    assert anchors.path().exists()
