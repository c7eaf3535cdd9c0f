"""The scan of a page or case: every finding with its place, and whether somebody has accepted it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model
from django.utils.crypto import salted_hmac

from portal.cases.models import Case
from portal.notices.privacy.files import ScannedFile, files_of, is_image
from portal.notices.privacy.markup import plain_of
from portal.notices.privacy.texts import Path, Text, texts_of, title_of
from portal.privacy.models import AcceptedFinding
from portal.privacy.scan import documents
from portal.privacy.scan.findings import Kind
from portal.privacy.scan.texts import scan_text

_SALT = "portal.notices.privacy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One finding in one place."""

    kind: Kind
    label: str
    before: str
    match: str
    after: str
    mask: str
    #: Of kind and words in this object: the same words elsewhere in it have the same mark.
    mark: str
    #: The place as well, so that a button replaces what its reader saw.
    key: str
    is_accepted: bool = False
    #: Where it can be replaced: path and span; empty for files and for the texts of other objects.
    path: Path = ()
    start: int = 0
    end: int = 0
    #: The file or case that it stands in, where that is not the object itself.
    holder: Any = None
    note: str = ""

    @property
    def can_mask(self) -> bool:
        """Whether one click puts the mask in its place."""
        return bool(self.path)

    @property
    def can_strip(self) -> bool:
        """Whether one click takes the stored data out of the picture."""
        return self.kind == Kind.PHOTO_DATA and self.holder is not None and is_image(self.holder)


def scan(instance: Model) -> list[Spot]:
    """All findings, in the order of the texts, with those that may stand marked as such."""
    spots = [*_spots(instance)]
    marks = {spot.mark for spot in spots}
    accepted = (
        set(AcceptedFinding.objects.filter(mark__in=marks).values_list("mark", flat=True)) if marks else frozenset()
    )
    return [replace(spot, is_accepted=spot.mark in accepted) for spot in spots]


def open_spots(instance: Model) -> list[Spot]:
    """The findings that nobody has accepted: while there is one, the text stays where it is."""
    return [spot for spot in scan(instance) if not spot.is_accepted]


def name_of(instance: Model) -> str:
    """The object in marks and addresses: ``notices.casenoticepage:17``."""
    return f"{instance._meta.label_lower}:{instance.pk}"


def _spots(instance: Model) -> Iterator[Spot]:
    cases = _cases(instance)
    allowed = _names([instance] if isinstance(instance, Case) else cases)
    for text in texts_of(instance):
        yield from _in_text(instance, text, allowed)
    for case in cases:
        for text in texts_of(case):
            for spot in _in_text(case, text, allowed):
                yield replace(spot, path=(), holder=case, label=f"{title_of(case)}: {spot.label}")
    for scanned in files_of(instance):
        yield from _in_file(instance, scanned, allowed)


def _cases(instance: Model) -> list[Case]:
    """The cases that the page is about, as they are stored now."""
    links = getattr(instance, "case_links", None)
    numbers = [link.case_id for link in links.all()] if links is not None else []
    return list(Case.objects.filter(pk__in=numbers).prefetch_related("subjects__measures")) if numbers else []


def _names(cases: list[Case]) -> frozenset[str]:
    """Names of those whom the cases are about. Whether they show in full is the business of the name rule."""
    return frozenset(subject.name for case in cases for subject in case.subjects.all() if subject.name)


def _in_text(instance: Model, text: Text, allowed: frozenset[str]) -> Iterator[Spot]:
    if text.path[-1] == "name" and text.path[0] == "subjects":
        return
    words = plain_of(text.source).text if text.is_markup else text.source
    for finding in scan_text(words, allowed):
        before, after = documents.around(words, finding)
        place = f"{'/'.join(map(str, text.path))}:{finding.start}"
        yield Spot(
            kind=finding.kind,
            label=text.label,
            before=before,
            match=words[finding.start : finding.end],
            after=after,
            mask=finding.mask,
            mark=_mark(instance, finding.kind, finding.text),
            key=_mark(instance, finding.kind, finding.text, place),
            path=text.path if text.can_mask else (),
            start=finding.start,
            end=finding.end,
        )


def _in_file(instance: Model, scanned: ScannedFile, allowed: frozenset[str]) -> Iterator[Spot]:
    file = scanned.file
    for place, finding in enumerate(scanned.findings):
        kind = Kind(finding.kind)
        if kind == Kind.NAME and finding.text in allowed:
            continue
        # What cannot be read is accepted for this very file.
        words = finding.text or f"{file.file_hash}:{finding.unread}:{finding.where}"
        yield Spot(
            kind=kind,
            label=f"{file.title}: {documents.place(finding)}",
            before=finding.before,
            match=finding.text,
            after=finding.after,
            mask=finding.mask,
            mark=_mark(instance, kind, words),
            key=_mark(instance, kind, words, f"{file.file_hash}:{place}"),
            holder=file,
            note=documents.reason(finding),
        )


def _mark(instance: Model, kind: Kind, words: str, place: str = "") -> str:
    """A keyed mark, from which nobody gets back to the words."""
    return salted_hmac(_SALT, f"{name_of(instance)}|{kind}|{words}|{place}", algorithm="sha256").hexdigest()
