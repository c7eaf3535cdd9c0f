"""A document source over a small table, so that search is tested without the portal."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Event

from django.db import connection, transaction
from taggit.models import Tag

from search.applying import drain
from search.consumers import Target, targets
from search.documents import SearchDocument
from search.locks import only_one
from search.outbox import enqueue


class TagSource:
    """Tags as documents: the name up to a # is the title; those whose slug begins with ``hidden`` are not public."""

    name = "tag"

    def build(self, numbers: Iterable[int]) -> Iterator[SearchDocument]:
        for tag in Tag.objects.filter(pk__in=list(numbers)).exclude(slug__startswith="hidden").order_by("pk"):
            if tag.name == "broken":
                raise ValueError("this one cannot be built")
            title = tag.name.partition("#")[0]
            yield SearchDocument(
                key=f"tag:{tag.pk}",
                number=tag.pk,
                kind="case",
                title=title,
                url=f"/tags/{tag.pk}/",
                date=date(2026, 1, 1) + timedelta(days=tag.pk % 300),
                body=f"{title}的正文。",
                facets={"kind": ("case",)},
            )

    def numbers(self) -> Iterator[int]:
        last = 0
        while page := list(self._public().filter(pk__gt=last).values_list("pk", flat=True)[:500]):
            yield from page
            last = page[-1]

    def count(self) -> int:
        return self._public().count()

    def _public(self):
        return Tag.objects.exclude(slug__startswith="hidden").order_by("pk")


def write_tag(name: str, *, slug: str | None = None) -> Tag:
    """Make a tag and tell search, as an app does."""
    with transaction.atomic():
        tag = Tag.objects.create(name=name, slug=slug or name)
        enqueue([f"tag:{tag.pk}"])
    return tag


def keys(target: Target) -> set[str]:
    """What an index holds."""
    return {key for key, _ in target.index.fingerprints()}


def drain_all() -> None:
    """Tell every index, where a test's transaction is never committed."""
    for target in targets():
        drain(target)


@contextmanager
def held_elsewhere(name: str) -> Iterator[None]:
    """While another thread, with a connection of its own, holds this lock."""
    held, enough = Event(), Event()

    def hold() -> None:
        with only_one(name):
            held.set()
            enough.wait(30)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(hold)
        try:
            assert held.wait(10)
            yield
        finally:
            enough.set()
            holder.result()


def delete_tag(tag: Tag) -> None:
    """Delete a tag and tell search."""
    with transaction.atomic():
        key = f"tag:{tag.pk}"
        tag.delete()
        enqueue([key])
