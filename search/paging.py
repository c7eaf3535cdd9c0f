"""The pages of a result, as addresses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.queries import SearchQuery

#: How many pages are named on either side of the current one.
AROUND = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page; without a number it stands for those left out."""

    number: int | None
    address: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page of results stands among the others."""

    query: SearchQuery
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty result has one."""
        return max(1, -(-self.total // self.query.page_size))

    @property
    def previous(self) -> PageLink | None:
        """The page before this one."""
        return self._link(self.query.page - 1) if self.query.page > 1 else None

    @property
    def next(self) -> PageLink | None:
        """The page after this one."""
        return self._link(self.query.page + 1) if self.query.page < self.pages else None

    @property
    def first_number(self) -> int:
        """The place of the first result on this page, from 1."""
        return (self.query.page - 1) * self.query.page_size + 1 if self.total else 0

    @property
    def last_number(self) -> int:
        """The place of the last result on this page."""
        return min(self.total, self.query.page * self.query.page_size)

    def links(self) -> Iterator[PageLink]:
        """The first page, those around this one, the last, and what is left out between them."""
        shown = {1, self.pages, *range(self.query.page - AROUND, self.query.page + AROUND + 1)}
        last = 0
        for number in sorted(number for number in shown if 1 <= number <= self.pages):
            if number > last + 1:
                yield PageLink(None)
            yield self._link(number)
            last = number

    def _link(self, number: int) -> PageLink:
        return PageLink(number, "?" + replace(self.query, page=number).address, number == self.query.page)
