"""The triggers that keep both tables as they are, and whether they stand (`migrations/0002_guards.py` puts them up)."""

from __future__ import annotations

from django.db import connection

TABLES = ("audit_auditentry", "audit_auditlink")
#: What each table refuses, by the name of its trigger.
EVENTS = {"sqlite": ("update", "delete", "replace"), "postgresql": ("update", "delete", "truncate")}
_STANDING = {
    "sqlite": "select name from sqlite_master where type = 'trigger'",
    "postgresql": "select tgname from pg_trigger where not tgisinternal and tgenabled in ('O', 'A')",
}


def missing() -> list[str]:
    """The triggers that should stand in this database and do not, or are switched off."""
    wanted = [f"{table}_no_{event}" for table in TABLES for event in EVENTS[connection.vendor]]
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in standing]
