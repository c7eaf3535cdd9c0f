"""The scan of one text: all detectors, and what is left when they found the same place twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from portal.privacy.scan import accounts, addresses, cards, identity, people, telephones
from portal.privacy.scan.findings import Finding, Kind
from portal.privacy.scan.normalised import normalise
from portal.privacy.scan.numbers import numbers

#: Who wins where two overlap: what leads to one person first.
_ORDER = {kind: place for place, kind in enumerate(Kind)}


def scan_text(text: str, allowed: Collection[str] = ()) -> list[Finding]:
    """All personal data in a text, in its order; spans never overlap. ``allowed`` names may stand beside any word."""
    if not text:
        return []
    plain = normalise(text)
    digits = numbers(plain.text)
    found = [
        *identity.find(plain, digits),
        *cards.find(plain, digits),
        *telephones.find(plain, digits),
        *accounts.find(plain),
        *addresses.find(plain),
        *people.find(plain, allowed),
    ]
    return sorted(_apart(found), key=lambda finding: finding.start)


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Without those that lie over one that is surer, longer, or of a kind that goes before."""
    kept: list[Finding] = []
    taken: set[int] = set()
    for finding in sorted(findings, key=lambda each: (-each.sureness, each.start - each.end, _ORDER[each.kind])):
        places = range(finding.start, finding.end)
        if taken.isdisjoint(places):
            kept.append(finding)
            taken.update(places)
    return kept


def masked(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding replaced by its mask."""
    for finding in sorted(findings, key=lambda each: each.start, reverse=True):
        text = text[: finding.start] + finding.mask + text[finding.end :]
    return text
