"""docs/permissions.md: what opens for whom, written by the walk itself and compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent.parent / "docs" / "permissions.md"
#: Whose columns there are. "none": staff with an account and no role.
ROLES = (
    "anonymous", "none", "editor", "publisher", "administrator", "auditor",
    "intake", "moderator", "handler", "supervisor", "leadership", "superuser",
)  # fmt: skip
WRITE = "WRITE_PERMISSIONS=1 .venv/bin/pytest -q -n 0 tests/permissions"
HEAD = f"""# Who may do what in the admin

Made by the test that tries every role on every address and action (`tests/permissions`). When it says that this page
is stale, look whether what changed is meant, and have it written again: `{WRITE}`.

`r`: the address opens. `w`: a form sent to it reaches its view, past the permission check; what it holds is checked
there. Empty: led to the door, refused, or not there for that role. What somebody sees within a list (handlers only what
was referred to their unit) is tested with that list. *none* is an account without any role; *superuser* may do
everything but open what citizens hand in.

| address | {" | ".join(ROLES)} |
| --- |{" --- |" * len(ROLES)}
"""


def read() -> dict[str, dict[str, str]]:
    """The rows of the page: of each address the mark of each role."""
    rows: dict[str, dict[str, str]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `/"):
            rows[cells[0].strip("`")] = dict(zip(ROLES, cells[1:], strict=True))
    return rows


def write(columns: Mapping[str, Mapping[str, str]]) -> None:
    """The page anew, from the columns of all roles."""
    lines = []
    for address in sorted(columns[ROLES[0]]):
        lines.append(f"| `{address}` | {' | '.join(columns[role].get(address, '') for role in ROLES)} |")
    FILE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
