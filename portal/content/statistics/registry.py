"""Which statistics there are. An app registers its own in `AppConfig.ready`; docs/insights.md shows how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.content.statistics.published import Asked, Statistic

#: Counts for what is asked; an empty table where there is nothing. It says only what anybody may know.
Count = Callable[[Asked], Statistic]


@dataclass(frozen=True, slots=True)
class Topic:
    """A registered statistic."""

    code: str
    count: Count
    order: int


_topics: dict[str, Topic] = {}


def register_statistic(code: str, count: Count, *, order: int = 500) -> None:
    """Show a statistic among the insights; lower orders come first. A code is part of addresses, and taken once."""
    topic = Topic(code, count, order)
    if _topics.setdefault(code, topic) != topic:
        raise ValueError(f"statistic {code!r} is registered already")


def topics() -> list[Topic]:
    """All of them in their order."""
    return sorted(_topics.values(), key=lambda topic: (topic.order, topic.code))


def topic(code: str) -> Topic | None:
    """The one of this code."""
    return _topics.get(code)
