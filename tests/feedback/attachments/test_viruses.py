"""The virus scanner: its word counts, and its silence is never "clean"."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

from portal.feedback.attachments.viruses import CHUNK, Verdict, scan


class Scanner:
    """Speaks as clamd does, on a port of its own."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self.answer = answer
        self.received = b""
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self._server.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        link, _ = self._server.accept()
        with link, link.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!I", stream.read(4))[0]:
                self.received += stream.read(size)
            link.sendall(self.answer(self.received))

    def close(self) -> None:
        self._thread.join(5)
        self._server.close()


@pytest.fixture
def scanner(settings) -> Iterator[Callable[[Callable[[bytes], bytes]], Scanner]]:
    running: list[Scanner] = []

    def start(answer: Callable[[bytes], bytes]) -> Scanner:
        running.append(Scanner(answer))
        settings.CLAMAV_URL = running[-1].url
        return running[-1]

    yield start
    for one in running:
        one.close()


def test_nothing_found(scanner) -> None:
    started = scanner(lambda content: b"stream: OK\0")
    content = b"x" * (CHUNK * 2 + 5)
    assert scan(content) is Verdict.CLEAN
    assert started.received == content


def test_infected(scanner) -> None:
    scanner(lambda content: b"stream: Eicar-Signature FOUND\0")
    assert scan(b"virus") is Verdict.INFECTED


@pytest.mark.parametrize("answer", [b"", b"UNKNOWN COMMAND\0", b"OK\0", b"x" * 9000])
def test_any_other_answer_leaves_it_pending(scanner, answer: bytes) -> None:
    scanner(lambda content: answer)
    assert scan(b"x") is Verdict.PENDING


def test_what_is_too_large_for_the_scanner_is_not_asked_again(scanner) -> None:
    scanner(lambda content: b"INSTREAM size limit exceeded. ERROR\0")
    assert scan(b"x") is Verdict.REFUSED


def test_a_scanner_that_cuts_off_in_the_middle_is_heard(settings) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"

    def refuse() -> None:
        link, _ = server.accept()
        with link:
            link.recv(10)
            link.sendall(b"INSTREAM size limit exceeded. ERROR\0")

    thread = threading.Thread(target=refuse, daemon=True)
    thread.start()
    with server:
        assert scan(b"x" * (8 << 20)) is Verdict.REFUSED
        thread.join(5)


def test_a_scanner_that_is_down_leaves_it_pending(settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    assert scan(b"x") is Verdict.PENDING


def test_a_scanner_that_says_nothing_is_not_waited_for(settings) -> None:
    settings.CLAMAV_TIMEOUT = 0.05
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        assert scan(b"x") is Verdict.PENDING


def test_by_a_socket_file_that_is_not_there(settings, tmp_path) -> None:
    settings.CLAMAV_URL = f"unix://{tmp_path}/clamd"
    assert scan(b"x") is Verdict.PENDING


def test_without_a_scanner_that_is_said(settings) -> None:
    settings.CLAMAV_URL = ""
    assert scan(b"x") is Verdict.OFF
