"""Whatever is wrong with the server, a reader gets `SearchUnavailable`, soon, and never a wrong answer."""

import json
import time
from datetime import date

import pytest

from search.documents import SearchDocument
from search.engines.base import EngineQuery, Match, Phrase, SearchUnavailable
from search.engines.elasticsearch.connection import REST_SECONDS, Address, CircuitBreaker
from search.engines.elasticsearch.engine import ElasticsearchEngine
from tests.search.elasticsearch.broken_servers import answering_server, dead_address, silent_server

QUERY = EngineQuery(match=Match(groups=((Phrase("违规"),),)), facets=("unit",))
DOCUMENT = SearchDocument(key="notice:1", number=1, kind="case", title="通报", url="/1/", date=date(2026, 1, 1))

ERROR = {"error": {"type": "circuit_breaking_exception", "reason": "full"}, "status": 500}
PARTIAL = {"timed_out": True, "_shards": {"failed": 0}, "hits": {"total": {"value": 0}, "hits": []}, "aggregations": {}}
FAILED_SHARD = {**PARTIAL, "timed_out": False, "_shards": {"failed": 1}}
NO_FACETS = {**PARTIAL, "timed_out": False}


def engine(address: str) -> ElasticsearchEngine:
    return ElasticsearchEngine(f"elasticsearch+{address}/faults")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504])
def test_an_error_is_unavailable(status: int) -> None:
    with answering_server(status, json.dumps({**ERROR, "status": status}).encode()) as (address, asked):
        with pytest.raises(SearchUnavailable):
            engine(address).search(QUERY)
        assert len(asked) == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"{", b"[]", b"null", b"17", b"{}", b'{"hits": 3}']
    + [json.dumps(answer).encode() for answer in (PARTIAL, FAILED_SHARD, NO_FACETS)],
)
def test_an_answer_that_is_none_is_unavailable(body: bytes) -> None:
    with answering_server(200, body) as (address, _asked), pytest.raises(SearchUnavailable):
        engine(address).search(QUERY)


def test_a_server_that_is_away_is_unavailable_at_once() -> None:
    started = time.monotonic()
    with dead_address() as address, pytest.raises(SearchUnavailable):
        engine(address).search(QUERY)
    assert time.monotonic() - started < 1


def test_a_silent_server_costs_two_seconds_and_only_the_first_reader() -> None:
    with silent_server() as address:
        slow = engine(address)
        started = time.monotonic()
        with pytest.raises(SearchUnavailable):
            slow.search(QUERY)
        assert time.monotonic() - started < 2
        started = time.monotonic()
        with pytest.raises(SearchUnavailable):
            slow.search(QUERY)
        assert slow.ready() is False
        assert time.monotonic() - started < 0.1


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_refused_writes_are_unavailable(status: int) -> None:
    with answering_server(status, json.dumps(ERROR).encode()) as (address, _asked):
        refusing = engine(address)
        with pytest.raises(SearchUnavailable):
            refusing.upsert([DOCUMENT])
        with pytest.raises(SearchUnavailable):
            refusing.delete(["notice:1"])
        with pytest.raises(SearchUnavailable):
            refusing.begin_build()
        with pytest.raises(SearchUnavailable):
            list(refusing.fingerprints())


def test_a_full_disk_is_unavailable_for_writing() -> None:
    blocked = {"type": "cluster_block_exception", "reason": "disk usage exceeded flood-stage watermark"}
    answer = {"errors": True, "took": 1, "items": [{"index": {"_id": "notice:1", "status": 429, "error": blocked}}]}
    with (
        answering_server(200, json.dumps(answer).encode()) as (address, _asked),
        pytest.raises(SearchUnavailable, match="flood-stage"),
    ):
        engine(address).upsert([DOCUMENT])


def test_the_breaker_lets_one_caller_try_again() -> None:
    breaker = CircuitBreaker(seconds=0.05)
    breaker.check()
    breaker.failed()
    with pytest.raises(SearchUnavailable):
        breaker.check()
    time.sleep(0.06)
    breaker.check()
    with pytest.raises(SearchUnavailable):
        breaker.check()
    breaker.succeeded()
    breaker.check()
    assert REST_SECONDS <= 5


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("elasticsearch+http://localhost", Address(("http://localhost:9200",), "sunlight")),
        ("elasticsearch+https://a/x", Address(("https://a:443",), "x")),
        ("elasticsearch+http://a:1,b:2/x", Address(("http://a:1", "http://b:2"), "x")),
        ("elasticsearch+https://u:p%40w@a:1", Address(("https://a:1",), "sunlight", ("u", "p@w"))),
    ],
)
def test_address(url: str, expected: Address) -> None:
    assert Address.parse(url) == expected


@pytest.mark.parametrize(
    "url", ["", "embedded:", "http://a", "elasticsearch://a", "elasticsearch+ftp://a", "elasticsearch+http:///x"]
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ValueError, match="elasticsearch"):
        Address.parse(url)
