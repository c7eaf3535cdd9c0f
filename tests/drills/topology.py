"""The topology of `deploy/compose.yaml`, natively: its own commands, PostgreSQL, Elasticsearch, Redis, two of each."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import yaml

from portal.privacy.sealing.key_texts import public_text, to_text
from tests.drills.installation import ROOT, Installation
from tests.servers.elasticsearch import VERSIONS
from tests.servers.postgresql import postgresql
from tests.servers.processes import spare_port
from tests.servers.redis import redis
from tests.servers.sharing import shared_elasticsearch

HOST = "sunlight.example"
_PRIVATE = to_text(b"only-for-this-drill".ljust(32, b"."))


def command_of(service: str) -> list[str]:
    """The command of a service in the compose file, with this environment's own programs."""
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))["services"]
    programs = {"python": [sys.executable], "gunicorn": [sys.executable, "-m", "gunicorn"]}
    first, *rest = services[service]["command"]
    return [*programs.get(first, [str(ROOT / first)]), *rest]


@dataclass
class Process:
    """A process with all its children, that may be killed."""

    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """In a group of its own."""
        self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.environment, start_new_session=True)

    def end(self, sign: signal.Signals = signal.SIGKILL) -> None:
        """End the whole group: -9, as a power cut does, unless told otherwise."""
        if self.process and self.process.poll() is None:
            if sign is signal.SIGKILL:
                os.killpg(self.process.pid, sign)
            else:
                self.process.send_signal(sign)
            self.process.wait(30)


class Web(Process):
    """A web machine: its port, and what it answers."""

    def __init__(self, number: int, environment: dict[str, str]) -> None:
        self.port = spare_port()
        own = {"HOST": "127.0.0.1", "PORT": str(self.port), "SEARCH_INSTANCE": f"web{number}", "WEB_CONCURRENCY": "1"}
        super().__init__(command_of("web"), {**environment, **own})

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Status and body; 0 when it does not answer, or is killed before it has answered to the end."""
        told = {"Host": HOST, "X-Forwarded-Proto": "https", **headers}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=told)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (a fixed address)
                return answer.status, answer.read()
        except HTTPError as error:
            with error:
                return error.code, error.read()
        except (URLError, OSError, HTTPException):
            return 0, b""

    def is_ready(self) -> bool:
        """Whether a proxy would send readers here."""
        return self.get("/readyz")[0] == 200


@dataclass
class Topology:
    """Everything, running."""

    installation: Installation
    webs: list[Web]
    workers: list[Process]

    def get(self, path: str) -> tuple[int, bytes]:
        """As the proxy does: whoever answers first, reading requests twice at most."""
        for web in (self.webs * 2)[:3]:
            answer = web.get(path)
            self.webs.append(self.webs.pop(0))
            if answer[0] not in {0, 502, 503}:
                return answer
        return answer


@contextmanager
def topology(folder: Path, **more: str) -> Iterator[Topology]:
    """Servers, then `deploy/prepare.sh`, then two web processes and two workers."""
    with ExitStack() as stack:
        settings = {
            "DATABASE_URL": stack.enter_context(postgresql()),
            "CACHE_URL": stack.enter_context(redis()),
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "PYTHON": sys.executable,
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": f"https://{HOST}",
            "SEALING_PRIVATE_KEYS": _PRIVATE,
            "SEALING_PUBLIC_KEY": public_text(_PRIVATE),
            "METRICS_TOKEN": "only-for-this-drill",
            "LOG_FORMAT": "json",
            **dict.fromkeys(("SECRET_KEY", "AUDIT_KEY", "RECEIPT_KEY"), "only-for-this-drill-" * 4),
            **more,
        }
        address = stack.enter_context(shared_elasticsearch(VERSIONS[0]))
        installation = Installation(folder, f"elasticsearch+{address}/{folder.name.replace('_', '-')}")
        installation.environment |= settings
        subprocess.run(command_of("prepare"), cwd=ROOT, env=installation.environment, check=True, timeout=900)
        webs = [Web(number, installation.environment) for number in (1, 2)]
        workers = [Process(command_of("worker"), installation.environment) for _ in range(2)]
        try:
            for process in (*webs, *workers):
                process.start()
            yield Topology(installation, webs, workers)
        finally:
            for process in (*webs, *workers):
                process.end()


def figures(web: Web) -> dict[str, Any]:
    """What `/metrics` tells, by name with labels."""
    status, body = web.get("/metrics", Authorization="Bearer only-for-this-drill")
    assert status == 200
    lines = (line.rpartition(" ") for line in body.decode().splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}
