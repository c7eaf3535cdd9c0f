"""What the migrations put into the database, to be put back after a test that emptied it: tests run in any order."""

from dataclasses import dataclass
from typing import Any, Self

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction


@dataclass(frozen=True)
class Baseline:
    """The rows of every table, as they stood after the migrations."""

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
        with transaction.atomic(), connection.cursor() as cursor:
            for name in self.tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608
            for name, (columns, rows) in self.tables.items():
                insert(cursor, name, columns, rows)
            for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
                cursor.execute(statement)


def insert(cursor: Any, name: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Put rows into a table as a query of this module has read them."""
    quote = connection.ops.quote_name
    places = ", ".join(["%s"] * len(columns))
    written = f"INSERT INTO {quote(name)} ({', '.join(map(quote, columns))}) VALUES ({places})"  # noqa: S608
    if rows:
        cursor.executemany(written, [tuple(map(_parameter, row)) for row in rows])


def _parameter(value: Any) -> Any:
    """PostgreSQL reads JSON as lists and dictionaries, and wants to be told so when they come back."""
    return connection.ops.adapt_json_value(value, None) if isinstance(value, dict | list) else value
