"""Elasticsearch is killed with -9 at the worst moments: readers are answered, writers go on, nothing is lost."""

import json
import urllib.request

import pytest

from tests.drills.installation import Installation, wait_until
from tests.servers.elasticsearch import VERSIONS, ElasticsearchServer

pytestmark = pytest.mark.drill
#: Rebuilding is the same requests to every version, which tests/search/contract asks of each; its drills take minutes.
newest = pytest.mark.parametrize("server", VERSIONS[-1:], indirect=True)

PUBLISH = """
for number in range({count}):
    started = time.monotonic()
    notice(f"关于礼金问题第{{number}}号通报")
    say(number=number, seconds=time.monotonic() - started)
"""
REBUILD = """
target = consumers.target_by_name("elasticsearch")
def report(progress):
    say(done=progress.done)
    sys.stdin.readline()
try:
    indexing.rebuild(target, report)
except SearchUnavailable as error:
    say(unavailable=str(error))
else:
    say(rebuilt=True)
"""
LAG = "say(**outbox.lag())"


def publish(installation: Installation, count: int) -> None:
    with installation.running(PUBLISH.format(count=count)) as publishing:
        for _ in range(count):
            publishing.hear()


def indices(server: ElasticsearchServer, installation: Installation) -> list[str]:
    prefix = installation.environment["SEARCH_URL"].rpartition("/")[2]
    address = f"{server.url}/_cat/indices/{prefix}-*?format=json"
    with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
        return [row["index"] for row in json.load(answer)]


def test_killed_during_publishing(installation: Installation, server: ElasticsearchServer) -> None:
    with installation.worker():
        with installation.running(PUBLISH.format(count=20)) as publishing:
            for _ in range(8):
                publishing.hear()
            server.kill()
            # An editor's save never waits for a server.
            assert max(publishing.hear()["seconds"] for _ in range(12)) < 5
        _found(installation, 20, standby=True)
        assert installation.ask(LAG)["elasticsearch"] > 0
        server.start()
        wait_until(lambda: not installation.ask(LAG)["elasticsearch"], seconds=30)
    _found(installation, 20, standby=False)
    installation.command("check_index")


@newest
def test_killed_during_a_rebuild(installation: Installation, server: ElasticsearchServer) -> None:
    publish(installation, 5)
    installation.command("drain_outbox")
    with installation.running(REBUILD) as rebuilding:
        assert rebuilding.hear()["done"] == 5
        server.kill()
        rebuilding.go_on()
        assert "unavailable" in rebuilding.hear()
    assert installation.found("礼金")["standby"] is True
    publish(installation, 2)
    server.start()
    # The index from before the rebuild answers again, and gets what was written meanwhile.
    installation.command("drain_outbox")
    _found(installation, 7, standby=False)
    installation.command("rebuild_index", "--engine", "elasticsearch")
    assert len(indices(server, installation)) == 1
    assert installation.found("礼金")["total"] == 7
    installation.command("check_index")


@newest
def test_rebuilding_process_killed(installation: Installation, server: ElasticsearchServer) -> None:
    publish(installation, 3)
    with installation.running(REBUILD) as rebuilding:
        rebuilding.hear()
    # Killed with its index half built: what is written now reaches the old one, and the next rebuild sweeps.
    assert len(indices(server, installation)) == 2
    publish(installation, 1)
    installation.command("drain_outbox")
    assert installation.found("礼金")["total"] == 4
    installation.command("rebuild_index", "--engine", "elasticsearch")
    assert len(indices(server, installation)) == 1
    assert installation.found("礼金")["total"] == 4
    installation.command("check_index")


@newest
def test_writing_during_a_rebuild(installation: Installation, server: ElasticsearchServer) -> None:
    """A rebuild that goes well while notices are published: nothing written meanwhile is lost."""
    publish(installation, 3)
    with installation.running(REBUILD) as rebuilding:
        assert rebuilding.hear()["done"] == 3
        publish(installation, 4)
        rebuilding.go_on()
        assert rebuilding.hear() == {"rebuilt": True}
    installation.command("drain_outbox")
    _found(installation, 7, standby=False)
    installation.command("check_index")


def _found(installation: Installation, total: int, *, standby: bool) -> None:
    """All are found soon: the worker may be at its turn, and a server that has just started is slow at first."""

    def is_found() -> bool:
        answer = installation.found("礼金")
        return (answer["total"], answer["standby"]) == (total, standby)

    wait_until(is_found, seconds=20)
