"""What the web server writes down about its readers: nothing. And nobody holds its threads for ever."""

import io
import logging
import runpy
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http import errors
from gunicorn.workers import gthread

CONFIGURATION = runpy.run_path(str(Path(__file__).resolve().parents[2] / "deploy" / "gunicorn.conf.py"))


def test_there_is_no_access_log() -> None:
    assert CONFIGURATION["accesslog"] is None


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::7", "None"])
def test_a_broken_request_leaves_no_address(address: str) -> None:
    written = io.StringIO()
    logger = CONFIGURATION["logger_class"](Config())
    logger.error_log.handlers = [logging.StreamHandler(written)]
    # As gunicorn.workers.base writes it.
    logger.warning(f"Invalid request from ip={address}: Invalid HTTP request line: 'GET'")
    assert written.getvalue() == "Invalid request: Invalid HTTP request line\n"


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (errors.InvalidRequestLine("GET /search/?q=词: 100% HTTP/1.1"), "Invalid HTTP request line"),
        (errors.InvalidRequestLine("it's GET /search/?q=词 HTTP/1.1"), "Invalid HTTP request line"),
        (errors.InvalidRequestMethod("词"), "Invalid HTTP method"),
        (errors.InvalidHeader("Cookie: 词"), "Invalid HTTP Header"),
        (errors.InvalidHeaderName("词"), "Invalid HTTP header name"),
        (errors.InvalidHTTPVersion((7, 3)), "Invalid HTTP Version"),
        (errors.InvalidChunkSize(b"\xe8\xaf\x8d"), "Invalid chunk size"),
        (errors.NoMoreData(b"\xe8\xaf\x8d"), "No more data after"),
        (errors.ForbiddenProxyRequest("203.0.113.7"), "Proxy request from"),
        (errors.LimitRequestLine(5000, 4094), "Request Line is too large (5000 > 4094)"),
    ],
)
def test_nothing_of_a_broken_request_is_written_down(error: Exception, kept: str) -> None:
    written = io.StringIO()
    logger = CONFIGURATION["logger_class"](Config())
    logger.error_log.handlers = [logging.StreamHandler(written)]
    logger.warning(f"Invalid request from ip=203.0.113.7: {error!s}")
    assert written.getvalue() == f"Invalid request: {kept}\n"


def test_the_query_of_a_request_that_fails_is_not_written_down() -> None:
    written = io.StringIO()
    logger = CONFIGURATION["logger_class"](Config())
    logger.error_log.handlers = [logging.StreamHandler(written)]
    logger.exception("Error handling request %s %s", "GET", "/search/?q=词")
    assert written.getvalue().startswith("Error handling request GET /search/\n")


FORM = b"POST /feedback/track/ HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n"


@pytest.fixture
def bounded(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[socket.socket, Any]]:
    """A client, and its connection at the server, which waits for a request a tenth of a second."""
    reader = CONFIGURATION["BoundedReader"]
    monkeypatch.setitem(reader.chunk.__globals__, "COMES_WITHIN", 0.1)
    client, at_server = socket.socketpair()
    with client, at_server:
        yield client, CONFIGURATION["BoundedConnection"](Config(), at_server, ("127.0.0.1", 1), ("127.0.0.1", 2))


def test_a_request_that_comes_at_once_is_read_and_the_next_one_on_the_connection_too(bounded: Any) -> None:
    client, connection = bounded
    for _request in range(2):
        client.sendall(FORM + b"code=ABCDEFG")
        connection.init()
        assert next(connection.parser).body.read() == b"code=ABCDEFG"
        time.sleep(0.12)


@pytest.mark.parametrize("sent", [FORM[:30], FORM, FORM + b"code"])
def test_a_request_that_drips_in_is_given_up(bounded: Any, sent: bytes) -> None:
    client, connection = bounded
    client.sendall(sent)
    connection.init()
    with pytest.raises(ConnectionResetError):
        next(connection.parser).body.read()


def test_half_a_form_is_no_form(bounded: Any) -> None:
    client, connection = bounded
    client.sendall(FORM + b"code=ABC")
    client.close()
    connection.init()
    with pytest.raises(ConnectionResetError):
        next(connection.parser).body.read()


def test_the_worker_reads_like_that() -> None:
    assert gthread.TConn.__name__ == "BoundedConnection"
