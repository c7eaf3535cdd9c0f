"""A Redis of a test's own, in memory alone."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.processes import ServerFailed, ServerProcess, give_away, remove_tree, spare_port


@contextmanager
def redis() -> Iterator[str]:
    """The address of a running server, as ``CACHE_URL`` takes it."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServerFailed("redis-server is missing; `make setup` installs it")
    directory, port = Path(tempfile.mkdtemp(prefix="sunlight-redis-")), spare_port()
    directory.chmod(0o711)
    give_away(directory)
    bounded = ["--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru"]
    server = ServerProcess(
        [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no", *bounded],
        directory=directory,
        environment={},
        answers=lambda: _pings(port),
    )
    try:
        server.start()
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.stop()
        remove_tree(directory)


def _pings(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"
    except OSError:
        return False
