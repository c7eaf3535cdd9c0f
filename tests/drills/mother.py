"""One process that has loaded the portal and forks another for each program: loading takes seconds, forking none.

Each child begins as a fresh process would: nothing has been asked of the database or of an index before it.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Child:
    """A process that runs one program."""

    def __init__(self, link: socket.socket) -> None:
        with link:
            self._answers = link.makefile("r", encoding="utf-8")
        self.pid = int(self._answers.readline())
        self._code: int | None = None

    def wait(self) -> int:
        """How it ended; negative when by a signal."""
        if self._code is None:
            with self._answers as answers:
                self._code = int(answers.readline())
        return self._code

    def kill(self) -> None:
        """End it with -9; nothing where it has ended."""
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Mother:
    """Starts when it is first needed, and ends with whoever started it."""

    def __init__(self, environment: Mapping[str, str], prelude: str) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="sunlight-mother-")
        self.address = f"{self.folder.name}/socket"
        command = [sys.executable, "-c", f"from tests.drills.mother import bear; bear({self.address!r}, {prelude!r})"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n", f"the portal does not load: {self.process.wait()}"

    def run(self, program: str, files: Iterable[int]) -> Child:
        """A child with these files as its standard input, output and, with a third, errors."""
        link = socket.socket(socket.AF_UNIX)
        link.connect(self.address)
        socket.send_fds(link, [b"."], list(files))
        link.sendall(json.dumps(program).encode() + b"\n")
        return Child(link)

    def end(self) -> None:
        """End it; children that run go on."""
        self.process.communicate(timeout=60)
        self.folder.cleanup()


def bear(address: str, prelude: str) -> None:
    """What the process does: load, then fork for everyone who connects, until whoever started it is gone."""
    space: dict[str, object] = {"__name__": "__main__"}
    exec(prelude, space)  # noqa: S102 (programs of our own tests)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        print("ready", flush=True)  # noqa: T201
        # Nobody may wait for the end of this output while a child runs.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        while sys.stdin not in select.select([door, sys.stdin], [], [])[0]:
            link, _ = door.accept()
            _fork(lambda link=link: _serve(link, space))
            link.close()


def _serve(link: socket.socket, space: dict[str, object]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    files = socket.recv_fds(link, 1, 3)[1]
    with link.makefile("r", encoding="utf-8") as told:
        program = json.loads(told.readline())
    pid = _fork(lambda: _run(program, files, link, space))
    with suppress(BrokenPipeError):
        link.sendall(f"{pid}\n".encode())
        for descriptor in files:
            os.close(descriptor)
        link.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n".encode())


def _run(program: str, files: list[int], link: socket.socket, space: dict[str, object]) -> None:
    link.close()
    for place, descriptor in enumerate(files):
        os.dup2(descriptor, place)
        os.close(descriptor)
    exec(program, space)  # noqa: S102


def _fork(act: Callable[[], None]) -> int:
    """The id of a process that does this and ends."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        act()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 (told as the interpreter would, and the process ends)
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
