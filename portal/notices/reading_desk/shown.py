"""What the templates of the desk show of a draft: fields with their place and how sure the reader is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.notices.reading_desk.binding import Bound
from portal.notices.reading_desk.cutting import places_to_split
from portal.notices.reading_desk.forms import STATES
from portal.notices.reading_desk.nodes import LISTS, Node
from portal.notices.reading_desk.source_view import place_id

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SURE: dict[str, StrPromise] = {
    "high": pgettext_lazy("the reader", "sure"),
    "medium": pgettext_lazy("the reader", "rather sure"),
    "low": pgettext_lazy("the reader", "not sure: check"),
}
LIST_TITLES: dict[str, StrPromise] = {
    "subjects": _("Persons and organisations"),
    "measures": _("Measures"),
    "periods": _("Periods of the acts"),
    "amounts": _("Amounts"),
}
ADD_TITLES: dict[str, StrPromise] = {
    "subjects": _("Add a person or organisation"),
    "measures": _("Add a measure"),
    "periods": _("Add a period"),
    "amounts": _("Add an amount"),
}
#: Fields that the templates put elsewhere than in the row of the others.
APART = frozenset({"decision", "codes", "violation", "is_removed"})
WHY: dict[str, StrPromise] = {
    "unit": _("The unit of the text is not in the list of units"),
    "unit_then": _("The unit of the text is not in the list of units"),
    "region": _("The region of the text is not in the list of regions"),
    "gains": _("The text speaks of gains; enter it as a measure of whom it concerns"),
    "unresolved": _("These words point to a time that the text does not fix"),
    "unassigned": _("The text does not say surely whose measure this is"),
}


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of a form."""

    bound: BoundField
    anchor: str = ""
    written: str = ""
    level: str = ""
    sure: Any = ""


class Shown:
    """A node as the templates show it."""

    def __init__(self, bound: Bound, source: str) -> None:
        self._bound, self._source = bound, source
        self.node: Node = bound.node
        self.prefix = bound.prefix
        self.form = bound.form

    @property
    def fields(self) -> list[ShownField]:
        """All but those that have places of their own."""
        return [self._field(field) for field in self.form if field.name not in APART]

    def _field(self, field: BoundField) -> ShownField:
        place = self.node.places.get(field.name)
        level = self.node.sure.get(field.name, "")
        if place is None:
            return ShownField(field, level=level, sure=SURE.get(level, ""))
        return ShownField(field, place_id(place), self._words(place), level, SURE.get(level, ""))

    def _words(self, place: list[int]) -> str:
        words = " ".join(self._source[place[0] : place[1]].split())
        return words if len(words) <= 24 else f"{words[:23]}…"

    @property
    def decision(self) -> BoundField:
        """What becomes of the case."""
        return self.form["decision"]

    @property
    def removal(self) -> BoundField | None:
        """Whether the part is taken out; no case has this."""
        return self.form["is_removed"] if "is_removed" in self.form.fields else None

    @property
    def title(self) -> str:
        """What the part is about, in its own words."""
        values = self.node.values
        return str(values.get("name") or values.get("text") or values.get("heading") or "")[:40]

    @property
    def state(self) -> StrPromise:
        """What the editor has decided about the case."""
        return STATES[str(self.node.values.get("decision") or "")]

    @property
    def codes(self) -> BoundField | None:
        """Codes that the wording suggests."""
        return self.form["codes"] if "codes" in self.form.fields else None

    @property
    def violation(self) -> BoundField:
        """One more violation than the suggested ones."""
        return self.form["violation"]

    @property
    def hints(self) -> list[tuple[str, str, str]]:
        """Words to look at: why, the words, and their anchor."""
        return [(str(WHY[hint.why]), hint.text, place_id(hint.place)) for hint in self.node.hints if hint.why]

    @property
    def suggested(self) -> list[tuple[str, str]]:
        """The places of the suggested codes."""
        return [(hint.text, place_id(hint.place)) for hint in self.node.hints if hint.value]

    @property
    def anchor(self) -> str:
        """The place of the whole."""
        return place_id(self.node.span)

    @property
    def lists(self) -> list[dict[str, Any]]:
        """The lists of parts."""
        return [
            {
                "name": name,
                "title": LIST_TITLES[name],
                "add": ADD_TITLES[name],
                "parts": [Shown(part, self._source) for part in self._bound.lists[name]],
            }
            for name in LISTS.get(self.node.kind, ())
        ]

    @property
    def splits(self) -> list[tuple[int, str]]:
        """Where it may be split."""
        return places_to_split(self._source, self.node)

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong in it."""
        return self._bound.has_errors


def all_places(nodes: list[Node]) -> set[tuple[int, int]]:
    """Every place that a field, a hint or a whole came from."""
    found: set[tuple[int, int]] = set()
    for number, node in enumerate(nodes):
        for _prefix, part in node.walk(str(number)):
            found |= {(place[0], place[1]) for place in part.places.values()}
            found |= {(hint.place[0], hint.place[1]) for hint in part.hints}
    return found
