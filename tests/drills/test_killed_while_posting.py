"""The processes that take tips are killed at random: every receipt that was shown opens, and nothing is there twice.

`python -m benchmarks feedback_killed` does the same with ten thousand, on both databases.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.drills.installation import Installation
from tests.drills.killing import found_by, post_while_killing
from tests.drills.web_server import serving

pytestmark = pytest.mark.drill
POSTS, KILLS = 150, 3


def test_every_receipt_that_was_shown_opens_and_nothing_is_there_twice(prepared: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    installation = Installation(tmp_path, "embedded:")
    with serving(installation) as server:
        seen = post_while_killing(server, posts=POSTS, kills=KILLS, seed=POSTS)
    assert seen.kills == KILLS and seen.other["cut off"], seen.other
    assert len(seen.receipts) == POSTS and not seen.changed
    assert found_by(installation, seen, tmp_path) == {"lost": [], "twice": [], "stored": POSTS}
