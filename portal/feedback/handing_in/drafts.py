"""What is handed in, before it is sealed; the same from the citizen's form and from the slip that staff fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from portal.cases.models import Term
from portal.feedback.attachments.limits import Accepted
from portal.feedback.models import Channel, Kind, Part, Priority, Submission
from portal.organisations.models import Region, Unit


@dataclass(frozen=True, slots=True)
class Draft:
    """All of one submission. What is not named here cannot be set by a form."""

    kind: Kind
    #: The random value of the form, from which the receipt is made.
    form_value: bytes = field(repr=False)
    title: str = field(repr=False)
    body: str = field(repr=False)
    accused: Mapping[str, Any] = field(default_factory=dict, repr=False)
    #: Empty of an anonymous one.
    contact: Mapping[str, Any] = field(default_factory=dict, repr=False)
    files: Sequence[Accepted] = field(default=(), repr=False)
    category: Term | None = None
    unit: Unit | None = None
    #: Those that must never learn of a tip.
    accused_units: Sequence[Unit] = ()
    region: Region | None = None
    consents_to_publish: bool = False
    channel: Channel = Channel.WEB
    priority: Priority = Priority.NORMAL
    recorded_by: User | None = None
    #: Written in the same transaction; what it raises undoes both.
    along: Callable[[Submission], object] | None = field(default=None, repr=False)

    def texts(self) -> dict[str, Any]:
        """The parts that there are."""
        parts = {
            Part.Name.TITLE: self.title,
            Part.Name.BODY: self.body,
            Part.Name.ACCUSED: dict(self.accused),
            Part.Name.CONTACT: dict(self.contact),
        }
        return {name.value: value for name, value in parts.items() if value}
