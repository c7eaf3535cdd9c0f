"""Walks the chain from its start, or from an anchor, and names the first link that does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils import timezone

from portal.audit import anchors, chain, guards, seals
from portal.audit.anchors import Anchor, AnchorsAltered
from portal.audit.models import AuditEntry, AuditLink

#: Rows that are read at once; memory does not grow with the chain.
CHUNK = 2000
#: The daily job may be late, but not by another day.
ANCHORED_WITHIN = timedelta(days=2)

COLUMNS = ("uid", "at", "action", "object_kind", "object_key", "actor_id", "actor_role", "details")


class Reason(TextChoices):
    """Why a link, or what guards it, does not hold."""

    CHANGED = "changed"
    MISSING = "missing"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    ANCHOR_ALTERED = "anchor altered"
    UNANCHORED = "not anchored"
    UNGUARDED = "not guarded"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and with which entry."""

    reason: Reason
    text: str
    entry: int | None = None


@dataclass(slots=True)
class Report:
    """What a walk found; whole when there are no faults."""

    #: Links that were checked, and the anchors that they were compared with.
    checked: int = 0
    anchors: int = 0
    #: Entries that have no link yet.
    waiting: int = 0
    faults: list[Fault] = field(default_factory=list)
    #: Restores that the anchors tell of.
    restores: list[Anchor] = field(default_factory=list)


class Row(NamedTuple):
    """A link with its entry."""

    position: int
    hash: str
    entry: int
    seal: str
    columns: dict[str, Any]


def verify(
    file: Path, *, since: datetime | None = None, told: Callable[[int, int], object] = lambda done, total: None
) -> Report:
    """Compare the chain with itself and with the anchors in a file. ``told`` hears how many links of how many are done.

    With ``since`` it begins at the last anchor before that time, and takes it as given.
    """
    report = Report()
    try:
        held = anchors.anchors_in(file)
    except AnchorsAltered as altered:
        held = altered.whole
        report.faults.append(Fault(Reason.ANCHOR_ALTERED, str(altered)))
    report.anchors = len(held)
    report.restores = [anchor for anchor in held if anchor.restored is not None]
    begin = next((each for each in reversed(held) if since is not None and each.when <= since), None)
    if fault := _first_broken(begin, held, report, told):
        report.faults.insert(0, fault)
    if names := guards.missing():
        text = f"the database lacks the triggers {', '.join(names)}"
        report.faults.append(Fault(Reason.UNGUARDED, text))
    if fault := _not_anchored(held):
        report.faults.append(fault)
    report.waiting = AuditEntry.objects.filter(link__isnull=True).count()
    return report


def _first_broken(
    begin: Anchor | None, held: list[Anchor], report: Report, told: Callable[[int, int], object]
) -> Fault | None:
    position, last, entry = (begin.count, begin.hash, begin.entry) if begin else (0, seals.GENESIS, None)
    first = position
    anchored = {anchor.count: anchor for anchor in held if anchor.count > position}
    end = chain.head().position
    for row in _rows(position, end):
        if row.position != position + 1:
            return _missing(position + 1, entry)
        if fault := _fault_of(row, last, anchored.get(row.position)):
            return fault
        position, last, entry = row.position, row.hash, row.entry
        report.checked = position - first
        told(report.checked, end - first)
    if position < end:
        return _missing(position + 1, entry)
    if beyond := [anchor for anchor in held if anchor.count > position]:
        text = f"the chain ends after {position} entries; the anchor of {beyond[0].at} has {beyond[0].count}"
        return Fault(Reason.TRUNCATED, text, entry)
    return None


def _rows(after: int, end: int) -> Iterator[Row]:
    links = AuditLink.objects.filter(position__gt=after, position__lte=end).order_by("position")
    names = ("position", "hash", "entry_id", "entry__seal", *(f"entry__{name}" for name in COLUMNS))
    for position, link, entry, seal, *columns in links.values_list(*names).iterator(chunk_size=CHUNK):
        yield Row(position, link, entry, seal, dict(zip(COLUMNS, columns, strict=True)))


def _fault_of(row: Row, last: str, anchor: Anchor | None) -> Fault | None:
    if row.seal != seals.entry_seal(row.columns):
        text = f"entry {row.entry} was changed"
        if row.position == 1:
            text += ", or AUDIT_KEY is not the key that it was written with"
        return Fault(Reason.CHANGED, text, row.entry)
    if row.hash != seals.link_hash(last, row.position, row.entry, row.seal):
        text = f"entry {row.entry} does not follow the one before it in place {row.position} of the chain"
        return Fault(Reason.REORDERED, text, row.entry)
    if anchor and anchor.hash != row.hash:
        text = f"entry {row.entry} is not what the anchor of {anchor.at} has in place {row.position}: written anew"
        return Fault(Reason.REWRITTEN, text, row.entry)
    return None


def _missing(position: int, before: int | None) -> Fault:
    """Its id, where its link is still there."""
    entry = AuditLink.objects.filter(pk=position).values_list("entry_id", flat=True).first()
    which = f"entry {entry}" if entry else "the entry"
    where = f"after entry {before}" if before else "at the start"
    return Fault(Reason.MISSING, f"{which} in place {position} of the chain is missing, {where}", entry)


def _not_anchored(held: list[Anchor]) -> Fault | None:
    """Old entries and no new anchor: nobody could tell whether the end was cut off."""
    late = timezone.now() - ANCHORED_WITHIN
    is_old = AuditEntry.objects.filter(at__lt=late).exists()
    if not is_old or (held and held[-1].when >= late):
        return None
    last = f"since {held[-1].at}" if held else "ever"
    return Fault(Reason.UNANCHORED, f"the end of the chain was not written to the anchor file {last}: no worker?")
