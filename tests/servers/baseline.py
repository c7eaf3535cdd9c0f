"""What the migrations put into the database, to be put back after a test that changed it for good."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction


@dataclass(frozen=True)
class Change:
    """How one table differs between two moments; rows are known by their primary key."""

    table: str
    columns: list[str]
    key: str
    gone: list[Any]
    come: list[tuple[Any, ...]]

    def make(self, cursor: Any) -> None:
        """Take the table from the one state to the other."""
        quote = connection.ops.quote_name
        if self.gone:
            statement = f"DELETE FROM {quote(self.table)} WHERE {quote(self.key)} = %s"  # noqa: S608
            cursor.executemany(statement, [(key,) for key in self.gone])
        if self.come:
            names, places = ", ".join(map(quote, self.columns)), ", ".join(["%s"] * len(self.columns))
            statement = f"INSERT INTO {quote(self.table)} ({names}) VALUES ({places})"  # noqa: S608
            cursor.executemany(statement, [tuple(map(_parameter, row)) for row in self.come])


@dataclass(frozen=True)
class Baseline:
    """The rows of every table, as they stood at a moment."""

    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]]

    @classmethod
    def taken(cls) -> Self:
        """Read all tables of all models."""
        tables = {}
        with connection.cursor() as cursor:
            for name in connection.introspection.django_table_names(only_existing=True, include_views=False):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608
                tables[name] = ([column[0] for column in cursor.description], cursor.fetchall())
        return cls(tables)

    def put_back(self) -> None:
        """Make every table hold exactly these rows; foreign keys are checked at the end."""
        with transaction.atomic():
            make(list(self.since(Baseline.taken())))

    def since(self, before: "Baseline") -> Iterator[Change]:
        """What leads from an earlier state to this one."""
        with connection.cursor() as cursor:
            for table, (columns, rows) in self.tables.items():
                old = before.tables[table][1]
                if rows == old:
                    continue
                key = connection.introspection.get_primary_key_column(cursor, table)
                assert key is not None
                place = columns.index(key)
                was, now = ({row[place]: row for row in some} for some in (old, rows))
                gone = [value for value, row in was.items() if now.get(value) != row]
                come = [row for value, row in now.items() if was.get(value) != row]
                if gone or come:
                    yield Change(table, columns, key, gone, come)


def make(changes: list[Change]) -> None:
    """Make all of them, within a transaction: foreign keys lead in circles. New rows get numbers beyond these."""
    tables = {change.table for change in changes}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in tables]
    with connection.cursor() as cursor:
        for change in changes:
            change.make(cursor)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _parameter(value: Any) -> Any:
    """PostgreSQL reads JSON as lists and dictionaries, and wants to be told so when they come back."""
    return connection.ops.adapt_json_value(value, None) if isinstance(value, dict | list) else value
