"""A component with made-up content."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Components that stand in a list.
ITEMS: Mapping[str, str] = {
    "notice_card": "cards",
    "result": "results",
    "warning_card": "alert-cards",
    "figure_tile": "tiles",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A component by the name of its template, with what it is given, once or several times."""

    name: str
    contexts: tuple[Mapping[str, Any], ...]

    @property
    def template(self) -> str:
        """The path of its template."""
        return f"components/{self.name}.html"

    @property
    def list_class(self) -> str:
        """The class of the list in which it stands; empty if it stands alone."""
        return ITEMS.get(self.name, "")
