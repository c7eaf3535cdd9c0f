from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.audit import actions
from tests.audit.steps import Step


@pytest.fixture(autouse=True)
def anchor_file(tmp_path: Path, settings: Any) -> Path:
    """An anchor file of the test's own, not there yet."""
    settings.AUDIT_ANCHOR_FILE = tmp_path / "elsewhere" / "anchors.jsonl"
    return settings.AUDIT_ANCHOR_FILE


@pytest.fixture(autouse=True)
def steps() -> Iterator[None]:
    """The actions of these tests."""
    actions.register(Step)
    yield
    for code in Step.values:
        del actions._labels[code]
