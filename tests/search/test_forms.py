"""An address becomes a search, whatever it holds."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.forms import MAX_CHOICES, MAX_PAGE, read_query
from search.queries import FACETS, MAX_PAGE_SIZE, MAX_TEXT, SearchQuery, Sort


def test_an_empty_address_asks_for_everything() -> None:
    cleaned = read_query(QueryDict(""))
    assert cleaned.query == SearchQuery()
    assert not cleaned.errors


def test_the_address_is_the_whole_state() -> None:
    address = "q=公款+旅游&quarter=2026Q1&quarter=2025&from=2025-01-01&to=2026-03-31&sort=date&page=3&page_size=50"
    query = read_query(QueryDict(address)).query
    assert query == SearchQuery(
        text="公款 旅游",
        filters={"quarter": ("2026Q1", "2025")},
        date_from=date(2025, 1, 1),
        date_to=date(2026, 3, 31),
        sort=Sort.DATE,
        page=3,
        page_size=50,
    )
    assert read_query(QueryDict(query.address)).query == query


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("q=" + "长" * (MAX_TEXT + 1), "q"),
        ("quarter=2026Q5", "quarter"),
        ("quarter=" + "x" * 10_000, "quarter"),
        ("&".join(f"quarter={year}" for year in range(1990, 1991 + MAX_CHOICES)), "quarter"),
        ("from=2026-02-30", "from"),
        ("from=2026", "from"),
        ("from=%EF%BC%92026-02-01", "from"),
        ("from=2026-02-02&to=2026-02-01", "to"),
        ("sort=rank()", "sort"),
        ("page=0", "page"),
        ("page=-1", "page"),
        (f"page={MAX_PAGE + 1}", "page"),
        ("page=99999999999999999999999", "page"),
        ("page=%D9%A3", "page"),
        (f"page_size={MAX_PAGE_SIZE + 1}", "page_size"),
        ("knid=case", "knid"),
        ("%00=1", ""),
    ],
)
def test_what_cannot_be_used_is_named_and_left_out(address: str, parameter: str) -> None:
    cleaned = read_query(QueryDict(address))
    assert list(cleaned.errors) == [parameter]
    assert len(cleaned.query.text) <= MAX_TEXT
    assert cleaned.query.page == 1


def test_the_caller_decides_fixed_fields() -> None:
    assert read_query(QueryDict("page=7"), fixed={"page": 1}).query.page == 1


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["q", *FACETS, "from", "to", "sort", "page", "page_size"]), st.text()), max_size=8
    )
)
def test_no_parameter_raises_and_the_cleaned_form_is_stable(pairs: list[tuple[str, str]]) -> None:
    params = QueryDict(mutable=True)
    for name, value in pairs:
        params.appendlist(name, value)
    query = read_query(params).query
    again = read_query(QueryDict(query.address))
    assert again.query == query
    assert not again.errors
