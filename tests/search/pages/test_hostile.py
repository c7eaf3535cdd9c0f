"""Whatever is typed into an address: a clear answer, and never markup."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.forms import PARAMETERS
from tests.factories import CaseNoticePageFactory
from tests.kept import kept

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/search/",
    "/en/search/",
    "/search/feed/",
    "/search/suggest/",
    "/api/v1/search",
    "/notices/",
    "/warnings/",
)
MARKUP = "<script>alert(1)</script>"
HOSTILE = [
    '"',
    "'",
    "“",
    "-",
    "--",
    '-"',
    "* OR *",
    "NEAR(a b)",
    "title:",
    "a AND",
    "(((((",
    "\\",
    "%",
    "_",
    "\0",
    "😀",
    "👨‍👩‍👧",
    "\u202e通报",
    "\ufeff",
    "𠀀",
    "{{ 7 }}{% load x %}",
    "'; drop table search_outboxentry; --",
    MARKUP,
    f'"{MARKUP}"',
    "a" * 10_000,
    "字" * 10_000,
    " ".join("字词") * 2_000,
]


@kept(autouse=True)
def notices(index: Callable[[], None]) -> None:
    CaseNoticePageFactory(title=f"关于{MARKUP}的通报", summary=f"摘要{MARKUP}&amp;")
    index()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_answered(client: Client, address: str, text: str) -> None:
    response = client.get(address, {"q": text})
    assert response.status_code in {200, 400}
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "query",
    [
        "q=%ff%fe%80",
        "q=%ed%a0%80",
        "q[]=1",
        "page=999999999999999999999",
        "page=-5",
        "page=1e9",
        "page=%00",
        "page=100000",
        "page_size=0",
        "page_size=1000000",
        "kind=%3Cscript%3Ealert(1)%3C/script%3E",
        "region=../../etc",
        "unit=" + "u" * 5_000,
        "&".join(f"violation=v{number}" for number in range(500)),
        "quarter=2026Q9",
        "from=9999-99-99",
        "from=0000-00-00&to=0001-01-01",
        "sort[]=date",
        "%3Cscript%3Ealert(1)%3C/script%3E=1",
        ";;;&&&===",
        "&".join(f"p{number}=1" for number in range(900)),
    ],
)
def test_any_parameter_is_answered(client: Client, address: str, query: str) -> None:
    response = client.get(f"{address}?{query}")
    assert response.status_code in {200, 400}
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_too_many_parameters_are_refused(client: Client, address: str) -> None:
    assert client.get(address + "?" + "&".join(f"p{number}=1" for number in range(20_000))).status_code == 400


@pytest.mark.parametrize("address", ADDRESSES[:5])
def test_only_reading_is_possible(client: Client, address: str) -> None:
    assert client.post(address, {"q": "x"}).status_code in {403, 405}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ADDRESSES), st.lists(st.tuples(st.sampled_from(PARAMETERS), st.text(max_size=40)), max_size=5))
def test_no_combination_breaks(client: Client, address: str, pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={quote(value.encode(errors='surrogatepass'))}" for name, value in pairs)
    assert client.get(f"{address}?{query}").status_code in {200, 400}


def test_a_title_with_markup_is_found_and_escaped(client: Client) -> None:
    page = client.get("/search/", {"q": "alert"}).content.decode()
    assert "<mark>alert</mark>" in page
    assert "&lt;script&gt;" in page
    (result,) = client.get("/api/v1/search", {"q": "alert"}).json()["results"]
    assert result["title"] == f"关于{MARKUP}的通报"
    assert "<script" not in result["snippet"]
