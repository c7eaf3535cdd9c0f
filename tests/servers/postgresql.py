"""A real PostgreSQL in a temporary directory, and a command that runs another one against it:

python -m tests.servers.postgresql pytest …
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.processes import ServerFailed, ServerProcess, give_away, remove_tree, spare_port, unprivileged

#: Nothing here outlives the tests, so nothing waits for the disk; plans are not compiled, which takes longer than they.
SETTINGS = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "jit": "off", "max_connections": "50"
}  # fmt: skip


def binaries() -> Path:
    """The folder of the newest installed PostgreSQL server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise ServerFailed("no PostgreSQL server is installed; run tests/servers/setup.sh")
    return found[-1].parent


@contextmanager
def postgresql(*, waits_for_disk: bool = False) -> Iterator[str]:
    """A fresh server; yields the address of its database, for `DATABASE_URL`. Benchmarks let it wait for the disk."""
    directory = Path(tempfile.mkdtemp(prefix="sunlight-postgresql-"))
    data, port, programs = directory / "data", spare_port(), binaries()
    give_away(directory)
    initialise = [str(programs / "initdb"), "-D", str(data), "-U", "sunlight", "-A", "trust", "-E", "UTF8"]
    subprocess.run(
        unprivileged([*initialise, "--locale=C.UTF-8", "--no-sync"]), check=True, cwd=directory, capture_output=True
    )
    options = {
        **(SETTINGS if not waits_for_disk else {}),
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(directory),
    }
    server = ServerProcess(
        [str(programs / "postgres"), "-D", str(data), *(f"--{name}={value}" for name, value in options.items())],
        directory=directory,
        environment={},
        answers=lambda: (
            subprocess.run([str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]).returncode == 0
        ),
        death_signal="INT",
    )
    try:
        server.start()
        login = ["-h", "127.0.0.1", "-p", str(port), "-U", "sunlight"]
        subprocess.run([str(programs / "createdb"), *login, "sunlight"], check=True)
        yield f"postgres://sunlight@127.0.0.1:{port}/sunlight"
    finally:
        server.stop(signal.SIGINT)
        remove_tree(directory)


def main(command: list[str]) -> int:
    """Run a command with `DATABASE_URL` set; its exit status."""
    # A polite end must still stop the server: the context manager unwinds on SystemExit.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgresql() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
