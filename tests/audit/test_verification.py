"""`verify_audit` names the first link that does not hold, whatever was done to the log."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from portal.audit import anchors, chain, seals
from portal.audit.models import AuditEntry, AuditLink
from portal.audit.verification import Fault, Reason, verify
from tests.audit.steps import chained, execute, take, waiting
from tests.servers import guards

pytestmark = pytest.mark.django_db


def faults() -> list[Fault]:
    return verify(anchors.path()).faults


def first() -> tuple[str, int | None]:
    fault = faults()[0]
    return fault.reason, fault.entry


def test_a_long_chain_is_whole() -> None:
    chained(5000)
    anchors.drop()
    told: list[tuple[int, int]] = []
    report = verify(anchors.path(), told=lambda done, total: told.append((done, total)))
    assert (report.faults, report.checked, report.anchors, report.waiting) == ([], 5000, 1, 0)
    assert told[-1] == (5000, 5000)


def test_an_empty_log_is_whole() -> None:
    assert faults() == []
    anchors.drop()
    assert faults() == []


def test_ids_may_have_gaps() -> None:
    chained(2)
    with pytest.raises(RuntimeError), transaction.atomic():
        take(3)
        raise RuntimeError
    uid = uuid.uuid4()
    columns = _columns(take(4)) | {"uid": uid}
    late = AuditEntry.objects.create(
        **columns | {"seal": seals.entry_seal(columns)}, pk=AuditEntry.objects.latest("pk").pk + 1000
    )
    chained(1)
    assert faults() == []
    assert AuditLink.objects.filter(entry=late).exists()


def test_a_copy_of_an_entry_is_no_entry() -> None:
    copy = AuditEntry.objects.create(**_columns(chained(1)[0]))
    chain.link_pending()
    assert first() == (Reason.CHANGED, copy.pk)


def _columns(entry: AuditEntry) -> dict[str, Any]:
    names = ("at", "action", "object_kind", "object_key", "actor_id", "actor_role", "details", "seal")
    return {name: getattr(entry, name) for name in names}


@pytest.mark.parametrize(
    "change",
    [
        "action = 'test.undone'",
        "object_kind = 'other'",
        "object_key = '99'",
        "actor_id = 7",
        "actor_role = 'publisher'",
        "details = '{\"number\": 4}'",
        "seal = 'abc'",
        "uid = '00000000000000000000000000000001'",
    ],
)
def test_a_changed_entry(change: str) -> None:
    entries = chained(5)
    with guards.away():
        execute(f"update audit_auditentry set {change} where id = %s", entries[2].pk)  # noqa: S608
    assert first() == (Reason.CHANGED, entries[2].pk)


def test_a_changed_time() -> None:
    entries = chained(3)
    with guards.away():
        AuditEntry.objects.filter(pk=entries[1].pk).update(at=entries[1].at - timedelta(microseconds=1))
    assert first() == (Reason.CHANGED, entries[1].pk)


def test_a_deleted_link() -> None:
    entries = chained(5)
    with guards.away():
        execute("delete from audit_auditlink where position = 3")
    fault = faults()[0]
    assert fault.reason == Reason.MISSING
    assert f"after entry {entries[1].pk}" in fault.text
    assert "place 3" in fault.text


def test_a_deleted_entry_with_its_link() -> None:
    entries = chained(5)
    with guards.away():
        execute("delete from audit_auditlink where entry_id = %s", entries[2].pk)
        execute("delete from audit_auditentry where id = %s", entries[2].pk)
    assert faults()[0].reason == Reason.MISSING


def test_the_first_one_deleted() -> None:
    entries = chained(3)
    with guards.away():
        execute("delete from audit_auditlink where entry_id = %s", entries[0].pk)
    fault = faults()[0]
    assert (fault.reason, "at the start" in fault.text) == (Reason.MISSING, True)


def test_a_gap_that_was_closed() -> None:
    entries = chained(5)
    with guards.away():
        execute("delete from audit_auditlink where position = 3")
        execute("update audit_auditlink set position = 3 where position = 4")
        execute("update audit_auditlink set position = 4 where position = 5")
    assert first() == (Reason.REORDERED, entries[3].pk)


def test_two_that_changed_places() -> None:
    entries = chained(5)
    with guards.away():
        for before, after in ((3, 99), (4, 3), (99, 4)):
            execute("update audit_auditlink set position = %s where position = %s", after, before)
    assert first() == (Reason.REORDERED, entries[3].pk)


def test_entries_that_changed_ids() -> None:
    one, other = chained(2)
    with guards.away():
        hashes = dict(AuditLink.objects.values_list("position", "hash"))
        AuditLink.objects.all().delete()
        AuditLink.objects.create(position=1, entry_id=other.pk, hash=hashes[1])
        AuditLink.objects.create(position=2, entry_id=one.pk, hash=hashes[2])
    assert first() == (Reason.REORDERED, other.pk)


def test_a_changed_hash() -> None:
    entries = chained(3)
    with guards.away():
        execute("update audit_auditlink set hash = %s where position = 2", "0" * 64)
    assert first() == (Reason.REORDERED, entries[1].pk)


def test_an_entry_put_in_by_hand() -> None:
    chained(2)
    forged = AuditEntry.objects.create(**(_columns(take(3)) | {"seal": "0" * 64}))
    chain.link_pending()
    assert first() == (Reason.CHANGED, forged.pk)


def test_the_end_cut_off_is_known_by_the_anchor() -> None:
    entries = chained(5)
    anchors.drop()
    with guards.away():
        execute("delete from audit_auditlink where position > 3")
        execute("delete from audit_auditentry where id > %s", entries[2].pk)
    fault = faults()[0]
    assert (fault.reason, fault.entry) == (Reason.TRUNCATED, entries[2].pk)
    assert "has 5" in fault.text


def test_an_end_that_was_cut_and_grew_again() -> None:
    entries = chained(5)
    anchors.drop()
    with guards.away():
        execute("delete from audit_auditlink where position > 3")
        execute("delete from audit_auditentry where id > %s", entries[2].pk)
    chained(4)
    fault = faults()[0]
    assert fault.reason == Reason.REWRITTEN
    assert fault.entry == AuditLink.objects.get(position=5).entry_id
    with pytest.raises(anchors.AnchorDiffers):
        anchors.drop()


def test_everything_written_anew_with_another_key(settings: Any) -> None:
    entries = chained(3)
    settings.AUDIT_KEY = "another"
    fault = faults()[0]
    assert (fault.reason, fault.entry) == (Reason.CHANGED, entries[0].pk)
    assert "AUDIT_KEY" in fault.text


def test_guards_that_are_gone() -> None:
    chained(2)
    with guards.away():
        found = faults()
    assert [fault.reason for fault in found] == [Reason.UNGUARDED]
    assert "audit_auditentry_no_update" in found[0].text


def test_only_the_first_break_of_the_chain_is_named() -> None:
    entries = chained(5)
    with guards.away():
        execute("update audit_auditentry set action = 'x' where id in (%s, %s)", entries[1].pk, entries[3].pk)
    assert [(fault.reason, fault.entry) for fault in faults()] == [(Reason.CHANGED, entries[1].pk)]


def test_what_waits_for_its_link_is_counted() -> None:
    chained(2)
    waiting(3)
    report = verify(anchors.path())
    assert (report.faults, report.checked, report.waiting) == ([], 2, 1)


def test_since_begins_at_an_anchor() -> None:
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False) as clock:
        early = chained(3)
        anchors.drop()
        clock.shift(timedelta(days=1))
        late = chained(2)
        anchors.drop()
        with guards.away():
            execute("update audit_auditentry set action = 'x' where id = %s", early[0].pk)
        since = timezone.now() - timedelta(hours=1)
        report = verify(anchors.path(), since=since)
        assert (report.faults, report.checked) == ([], 2)
        with guards.away():
            execute("update audit_auditentry set action = 'x' where id = %s", late[1].pk)
        assert verify(anchors.path(), since=since).faults[0].entry == late[1].pk
        # Before every anchor: from the start.
        assert verify(anchors.path(), since=since - timedelta(days=9)).faults[0].entry == early[0].pk


def run(*options: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_audit", *options, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_command_says_whole_with_status_0() -> None:
    chained(3)
    anchors.drop()
    assert run() == (0, "The audit log is whole: 3 entries checked, 1 anchors, 0 not chained yet.\n", "")


def test_the_command_names_the_break_with_status_1() -> None:
    entries = chained(3)
    with guards.away():
        execute("update audit_auditentry set action = 'x' where id = %s", entries[1].pk)
    status, out, err = run()
    assert status == 1
    assert err == f"changed: entry {entries[1].pk} was changed\n"
    assert "BROKEN" in out


def test_the_command_takes_a_day_and_a_copy_of_the_anchors(tmp_path: Path) -> None:
    chained(3)
    anchors.drop()
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(anchors.path().read_bytes())
    anchors.path().unlink()
    assert run("--anchors", str(copy), "--since", "2026-01-01")[0] == 0
    with pytest.raises(Exception, match="no day such as"):
        run("--since", "soon")


@pytest.mark.parametrize("content", [None, b"", b'{"at": "2026-'])
def test_a_copy_without_an_anchor_proves_nothing(tmp_path: Path, content: bytes | None) -> None:
    chained(3)
    anchors.drop()
    copy = tmp_path / "copy.jsonl"
    if content is not None:
        copy.write_bytes(content)
    with pytest.raises(CommandError, match=r"no anchor in .*copy\.jsonl"):
        run("--anchors", str(copy))


def test_a_day_to_come_is_refused() -> None:
    chained(3)
    anchors.drop()
    with pytest.raises(CommandError, match="a day to come"):
        run("--since", "2099-01-01")


def test_progress_is_told_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.audit.management.commands.verify_audit.EVERY", 0.0)
    chained(2)
    assert "1 of 2 entries\n2 of 2 entries\n" in run()[1]


@pytest.mark.parametrize("sweep", [chain.link_pending, chain.link_recent])
def test_what_a_dead_process_left_is_linked_once(sweep: Callable[[], int]) -> None:
    waiting(1)
    waiting(2)
    assert (sweep(), sweep()) == (2, 0)
    assert faults() == []
