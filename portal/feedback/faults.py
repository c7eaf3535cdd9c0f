"""Named points at which tests end the process or raise: what a citizen was told must be true at each of them."""

from __future__ import annotations

from collections.abc import Callable

POINTS = (
    "begin",
    "sealed",
    "files_written",
    "transaction_begun",
    "submission_stored",
    "keys_stored",
    "parts_stored",
    "step_stored",
    "before_commit",
    "committed",
)
_hook: Callable[[str], None] | None = None


def reach(point: str) -> None:
    """Tell the hook of a test, if there is one."""
    if _hook is not None:
        _hook(point)


def listen(hook: Callable[[str], None] | None) -> None:
    """Let a test hear of each point; None ends it."""
    global _hook  # noqa: PLW0603 (one hook for one process of a test)
    _hook = hook
