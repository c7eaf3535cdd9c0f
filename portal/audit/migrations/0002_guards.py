"""Both tables only grow: the database itself refuses every change and every deletion.

On SQLite ``insert or replace`` deletes without asking the delete trigger, so what is there already is refused too. On
PostgreSQL ``truncate`` has a trigger of its own.
"""

from django.db import migrations

TABLES = {"audit_auditentry": ("id", "uid"), "audit_auditlink": ("position", "entry_id")}
REFUSED = "the audit log only grows"

FUNCTION = f"""
create or replace function audit_only_grows() returns trigger language plpgsql as $$
begin
    raise exception '{REFUSED}' using errcode = 'restrict_violation';
end $$
"""


def sqlite(table, keys):
    is_there = " or ".join(f'"{key}" = new."{key}"' for key in keys)
    for event in ("update", "delete"):
        yield f"create trigger {table}_no_{event} before {event} on {table} begin select raise(abort, '{REFUSED}'); end"
    yield (
        f"create trigger {table}_no_replace before insert on {table} when exists (select 1 from {table} where {is_there}) "
        f"begin select raise(abort, '{REFUSED}'); end"
    )


def postgresql(table, keys):
    for event, each in (("update", "row"), ("delete", "row"), ("truncate", "statement")):
        yield (
            f"create trigger {table}_no_{event} before {event} on {table} "
            f"for each {each} execute function audit_only_grows()"
        )


def put_up(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    with schema_editor.connection.cursor() as cursor:
        if vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table, keys in TABLES.items():
            for statement in {"sqlite": sqlite, "postgresql": postgresql}[vendor](table, keys):
                cursor.execute(statement)


def take_down(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("drop function if exists audit_only_grows() cascade")
            return
        for table in TABLES:
            for event in ("update", "delete", "replace"):
                cursor.execute(f"drop trigger if exists {table}_no_{event}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(put_up, take_down)]
