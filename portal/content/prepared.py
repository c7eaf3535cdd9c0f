"""Queries that are compiled once in a process and then asked with other values.

Django writes the SQL of a query set anew each time, which for the query that finds a notice, its neighbours and its
restrictions took ten times as long as the database needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from itertools import repeat
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Expression, QuerySet

M = TypeVar("M")


class Given(Expression):
    """A value that is known when the query is asked; it goes to the database as it is given."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Its place among the parameters."""
        return "%s", (self,)


class PreparedQuery(Generic[M]):
    """A query set with `Given` values in it. What it is made of besides must be the same for ever."""

    def __init__(self, queryset: QuerySet[Any, M]) -> None:
        self._queryset = queryset
        self._compiled: tuple[Any, str, tuple[Any, ...], Any] | None = None

    def ask(self, **given: Any) -> list[M]:
        """The rows for these values, as the query set would give them."""
        compiler, sql, params, converters = self._compiled = self._compiled or self._compile()
        values = tuple(given[param.name] if isinstance(param, Given) else param for param in params)
        ready = copy(compiler)
        ready.connection = connections[self._queryset.db]
        ready.as_sql = lambda *args, **kwargs: (sql, values)
        ready.get_converters = lambda *args, **kwargs: converters
        asked: Any = self._queryset.all()
        asked.query.get_compiler = lambda *args, **kwargs: ready
        return list(asked)

    def _compile(self) -> tuple[Any, str, tuple[Any, ...], Any]:
        """The compiler with its SQL, the parameters of that, and what makes Python values of the columns."""
        compiler = self._queryset.query.get_compiler(using=self._queryset.db)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        return compiler, sql, tuple(params), converters


#: The lengths for which a list is compiled; a list is filled up to the next of them with its last value.
_LENGTHS = (1, 8, 64, 256, 1024)


class PreparedList(Generic[M]):
    """A query that asks for any of a list of values: ``make`` gives its query set for such a list."""

    def __init__(self, make: Callable[[Sequence[Any]], QuerySet[Any, M]]) -> None:
        self._make = make
        self._prepared: dict[int, PreparedQuery[M]] = {}

    def ask(self, values: Sequence[Any]) -> list[M]:
        """The rows for these values, as the query set would give them."""
        length = next((length for length in _LENGTHS if length >= len(values)), 0)
        if not values or not length:
            return list(self._make(values)) if values else []
        prepared = self._prepared.get(length)
        if prepared is None:
            places = [Given(f"value{place}") for place in range(length)]
            prepared = self._prepared[length] = PreparedQuery(self._make(places))
        filled = (*values, *repeat(values[-1], length - len(values)))
        return prepared.ask(**{f"value{place}": value for place, value in enumerate(filled)})
