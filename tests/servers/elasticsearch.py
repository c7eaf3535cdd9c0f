"""A real Elasticsearch, from the minimal distribution that `tests/servers/setup.sh` fetches."""

import json
import os
import re
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from tests.servers.processes import ServerFailed, ServerProcess, give_away, remove_tree, spare_port

HERE = Path(__file__).resolve().parent
STORE = HERE.parent.parent / "build" / "servers"
VERSIONS = tuple((HERE / "elasticsearch-versions.txt").read_text().split())

#: As small as a small machine has it.
JAVA_OPTIONS = "-Xms512m -Xmx512m"


def java_home(version: str) -> Path:
    """The oldest installed JDK that runs this version; `ServerFailed` when there is none."""
    least = 17 if version.startswith("8.") else 21
    found: dict[int, Path] = {}
    for release in sorted(Path(os.environ.get("JAVA_HOMES", "/usr/lib/jvm")).glob("*/release")):
        if match := re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.MULTILINE):
            found.setdefault(int(match[1]), release.parent)
    fit = [number for number in sorted(found) if number >= least]
    if not fit:
        raise ServerFailed(f"Elasticsearch {version} needs Java {least} or newer; found {sorted(found) or 'none'}")
    return found[fit[0]]


class ElasticsearchServer:
    """One node in a directory of its own; it may be killed and started again on the same data and port."""

    def __init__(self, version: str, directory: Path | None = None) -> None:
        self.version = version
        self.directory = directory or Path(tempfile.mkdtemp(prefix=f"sunlight-elasticsearch-{version}-"))
        self.port = spare_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.home = self.directory / f"elasticsearch-{version}"
        self._install()
        self.server = ServerProcess(
            ["bash", str(self.home / "bin" / "elasticsearch")],
            directory=self.directory,
            environment={"ES_JAVA_HOME": str(java_home(version)), "ES_JAVA_OPTS": JAVA_OPTIONS},
            answers=self.answers,
        )

    def _install(self) -> None:
        archive = STORE / f"elasticsearch-{self.version}.zip"
        if not archive.exists():
            raise ServerFailed(f"{archive.name} is not in {STORE}; run tests/servers/setup.sh")
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(self.directory)
        settings = {
            "cluster.name": "sunlight-tests",
            "network.host": "127.0.0.1",
            "http.port": self.port,
            "transport.port": spare_port(),
            "discovery.type": "single-node",
            "xpack.security.enabled": False,
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "path.data": str(self.directory / "data"),
            "path.logs": str(self.directory / "logs"),
        }
        lines = [f"{key}: {json.dumps(value)}" for key, value in settings.items()]
        (self.home / "config" / "elasticsearch.yml").write_text("\n".join(lines) + "\n")
        # mkdtemp makes the folder private to root, and the server's user must get into it.
        give_away(self.directory)

    def answers(self) -> bool:
        """Whether the node answers and its cluster has recovered its indices."""
        try:
            with urllib.request.urlopen(f"{self.url}/_cluster/health", timeout=2) as answer:  # noqa: S310
                return bool(json.load(answer)["status"] != "red")
        except (OSError, urllib.error.HTTPError, json.JSONDecodeError):
            return False

    def start(self) -> None:
        """Start and wait until it answers."""
        self.server.start()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.server.kill()

    def remove(self) -> None:
        """End it and remove what it wrote."""
        self.server.kill()
        remove_tree(self.directory)
