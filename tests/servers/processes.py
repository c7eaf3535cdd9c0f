"""Real servers as child processes: on loopback, as a user other than root, and gone when their parent is gone."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

#: Servers refuse to run as root; root starts them as this user, which every Debian has.
UNPRIVILEGED = "nobody"


class ServerFailed(RuntimeError):
    """A server that the tests need is not installed or did not start."""


def spare_port() -> int:
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def give_away(directory: Path) -> None:
    """Let the unprivileged user own a tree; nothing to do unless root runs the tests."""
    if os.geteuid() != 0:
        return
    user = pwd.getpwnam(UNPRIVILEGED)
    for path in (directory, *directory.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid)


def unprivileged(command: Sequence[str], *, death_signal: str | None = None) -> list[str]:
    """The command as a user other than root, and, with a death signal, killed when this process dies, even by -9."""
    wrapper = ["setpriv"]
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        wrapper += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    if death_signal:
        wrapper.append(f"--pdeathsig={death_signal}")
    return [*wrapper, *command] if len(wrapper) > 1 else list(command)


class ServerProcess:
    """One server: a command, its log, and a probe that says when it answers."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        directory: Path,
        environment: Mapping[str, str],
        answers: Callable[[], bool],
        death_signal: str = "KILL",
    ) -> None:
        self.command = unprivileged(command, death_signal=death_signal)
        self.directory = directory
        self.environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(directory), **environment}
        self.answers = answers
        self.log = directory / "console.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 180) -> None:
        """Start and wait until it answers; `ServerFailed` with the end of its log when it does not."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.directory,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + seconds
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise ServerFailed(f"{self.command[-1]} did not start:\n{self.tail()}")
            time.sleep(0.1)

    def tail(self) -> str:
        """The last lines of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-30:])

    def stop(self, sign: signal.Signals = signal.SIGTERM, seconds: float = 20) -> None:
        """Ask it to end; kill it when it does not."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.send_signal(sign)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """What a power cut does: the whole process group ends at once (-9)."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def remove_tree(directory: Path) -> None:
    """Remove a server's directory, even while a dying process still writes into it."""
    for _attempt in range(20):
        shutil.rmtree(directory, ignore_errors=True)
        if not directory.exists():
            return
        time.sleep(0.1)
    raise ServerFailed(f"{directory} could not be removed")
