"""One server for all the processes of a test run, and for runs side by side.

The first process that needs a server starts a guard; the guard starts the server and stops it when nobody holds the
lease any more. Leases are kernel locks, so a process that was killed gives its lease back, and the server is a child
of the guard that dies with it: whatever crashes, nothing stays behind.
"""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.elasticsearch import ElasticsearchServer
from tests.servers.processes import ServerFailed, remove_tree

ROOT = Path(__file__).resolve().parent.parent.parent


def _place(version: str) -> Path:
    place = Path(tempfile.gettempdir()) / f"sunlight-servers-{os.getuid()}" / version
    place.mkdir(parents=True, exist_ok=True, mode=0o711)
    return place


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    with path.open("ab") as handle:
        fcntl.flock(handle, kind)
        yield


@contextmanager
def shared_elasticsearch(version: str) -> Iterator[str]:
    """The address of a running server of this version, for as long as the context lasts."""
    if given := os.environ.get("ELASTICSEARCH_URL"):
        yield given.rstrip("/")
        return
    place = _place(version)
    address = place / "address"
    # The lease waits here for a guard that is just ending; whoever gets in after it starts a new one.
    with _locked(place / "lease", fcntl.LOCK_SH):
        with _locked(place / "start", fcntl.LOCK_EX):
            if not _guarded(place):
                _start_guard(version, place)
        yield address.read_text()


def _guarded(place: Path) -> bool:
    """Whether a living guard holds its own lock, so that its server is alive too."""
    with (place / "guard").open("ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return (place / "address").exists()
    return False


def _start_guard(version: str, place: Path) -> None:
    (place / "address").unlink(missing_ok=True)
    log = place / "guard.log"
    with log.open("wb") as output:
        guard = subprocess.Popen(
            [sys.executable, "-m", "tests.servers.sharing", version],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            start_new_session=True,
        )
    assert guard.stdout is not None
    # One line when the server answers; the end of the file when it could not be started.
    with guard.stdout:
        address = guard.stdout.readline().decode().strip()
    # The guard outlives this process, so it is not waited for.
    guard.returncode = 0
    if not address:
        raise ServerFailed(log.read_text(errors="replace"))
    (place / "address").write_text(address)


def guard(version: str) -> None:
    """Run a server until nobody leases it. Runs in a process of its own."""
    place = _place(version)
    with _locked(place / "guard", fcntl.LOCK_EX):
        directory = place / "server"
        # What a guard that was killed left behind.
        remove_tree(directory)
        directory.mkdir()
        server = ElasticsearchServer(version, directory)
        try:
            server.start()
            os.write(1, f"{server.url}\n".encode())
            os.close(1)
            with _locked(place / "lease", fcntl.LOCK_EX):
                (place / "address").unlink(missing_ok=True)
                server.remove()
        finally:
            server.remove()


if __name__ == "__main__":
    guard(sys.argv[1])
