"""The process that publishes dies between its commit and the index: the next start drains."""

import shutil
import signal
from pathlib import Path

import pytest

from tests.drills.installation import Installation, wait_until

pytestmark = pytest.mark.drill

KILLED_AFTER_COMMIT = """
with transaction.atomic():
    # Registered first, so it runs before anything else that follows the commit.
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    notice("关于礼金问题的通报")
"""


@pytest.fixture
def embedded(prepared: Path, tmp_path: Path) -> Installation:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return Installation(tmp_path, "embedded:")


def killed_after_commit(installation: Installation) -> None:
    with installation.running(KILLED_AFTER_COMMIT) as publishing:
        assert publishing.wait() == -signal.SIGKILL


def test_the_next_start_of_the_worker_drains(embedded: Installation) -> None:
    killed_after_commit(embedded)
    assert embedded.found("礼金")["total"] == 0
    with embedded.worker():
        wait_until(lambda: embedded.found("礼金")["total"] == 1, seconds=60)


def test_drain_outbox_does_the_same_by_hand(embedded: Installation) -> None:
    killed_after_commit(embedded)
    embedded.command("drain_outbox")
    assert embedded.found("礼金")["total"] == 1
    assert not any(embedded.ask("say(**outbox.lag())").values())
