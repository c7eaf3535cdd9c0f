"""The database itself refuses every change of the log."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError

from portal.audit.guards import EVENTS, TABLES, missing
from portal.audit.models import AuditEntry, AuditLink
from tests.audit.steps import chained, execute
from tests.servers import guards

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_auditentry set action = 'x'",
        "update audit_auditlink set hash = 'x'",
        "update audit_auditlink set position = position + 10",
        "delete from audit_auditlink",
        "delete from audit_auditentry",
    ],
)
def test_what_is_written_stays(statement: str) -> None:
    chained(2)
    before = list(AuditEntry.objects.values()), list(AuditLink.objects.values())
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        execute(statement)
    assert before == (list(AuditEntry.objects.values()), list(AuditLink.objects.values()))


def test_nothing_takes_the_place_of_another() -> None:
    entry = chained(1)[0]
    upsert = {
        "sqlite": "insert or replace into audit_auditlink (position, entry_id, hash) values (1, %s, 'x')",
        "postgresql": "insert into audit_auditlink (position, entry_id, hash) values (1, %s, 'x') "
        "on conflict (position) do update set hash = excluded.hash",
    }
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        execute(upsert[connection.vendor], entry.pk)
    assert AuditLink.objects.get().hash != "x"


def test_tables_are_not_emptied_at_once() -> None:
    chained(1)
    empty = {
        "sqlite": ["delete from audit_auditlink", "delete from audit_auditentry"],
        "postgresql": ["truncate audit_auditlink", "truncate audit_auditentry cascade"],
    }
    # What PostgreSQL still has to check of this transaction would stop it too.
    connection.check_constraints()
    for statement in empty[connection.vendor]:
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            execute(statement)


def test_objects_refuse_too() -> None:
    entry = chained(1)[0]
    entry.action = "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        entry.delete()


def test_the_guards_stand_and_the_migration_can_be_taken_back() -> None:
    assert missing() == []
    with guards.away():
        assert len(missing()) == len(TABLES) * len(EVENTS[connection.vendor])
    assert missing() == []


def test_django_knows_both_tables() -> None:
    assert {model._meta.db_table for model in apps.get_app_config("audit").get_models()} == set(TABLES)
