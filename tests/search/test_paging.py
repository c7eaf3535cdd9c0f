"""Pages as addresses."""

from search.paging import Paging
from search.queries import SearchQuery


def named(page: int, total: int) -> list[int | None]:
    return [link.number for link in Paging(SearchQuery(text="问责", page=page), total).links()]


def test_an_empty_result_is_one_page() -> None:
    paging = Paging(SearchQuery(), 0)
    assert (paging.pages, paging.first_number, paging.last_number) == (1, 0, 0)
    assert paging.previous is None
    assert paging.next is None


def test_all_pages_are_named_while_they_are_few() -> None:
    assert named(1, 60) == [1, 2, 3]


def test_pages_far_away_are_left_out() -> None:
    assert named(50, 2000) == [1, None, 48, 49, 50, 51, 52, None, 100]


def test_links_keep_the_search() -> None:
    paging = Paging(SearchQuery(text="问责", page=2), 41)
    assert paging.previous is not None
    assert paging.next is not None
    assert paging.previous.address == "?q=%E9%97%AE%E8%B4%A3"
    assert paging.next.address == "?q=%E9%97%AE%E8%B4%A3&page=3"
    assert (paging.first_number, paging.last_number) == (21, 40)
