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
    assert written.getvalue() == "Invalid request: Invalid HTTP request line: 'GET'\n"


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
