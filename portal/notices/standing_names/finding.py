"""Searches the portal's own index for names whose time is over, and keeps where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import product

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.cases.documents import case_key
from portal.cases.expiry import expired
from portal.cases.models import Subject
from portal.cases.name_texts import mask_of
from portal.notices.documents import SOURCES
from portal.notices.models import CaseLink, StandingName
from portal.operations.jobs import register_job
from portal.privacy.names import NameForm, bare_name
from search import service
from search.batches import batches
from search.documents import SearchDocument, UnknownSource, document_key, split_key

#: An index is up to date soon after the masks, and an editor finds what was missed the same day.
EVERY = timedelta(hours=6)
#: Documents of one name that are looked at: more are no list that somebody works through.
MOST = 200
#: Names are read at once, and documents built at once.
BATCH = 200
#: A space may stand between any two characters of names up to this length: 王　明.
_SPACED = 4


def find_standing_names() -> int:
    """Note every published document in which an expired name still stands; how many wait for a decision.

    What holds its name no longer is forgotten. `SearchUnavailable` when the index does not answer: the job comes again.
    """
    for subjects in batches(_owners(), BATCH):
        for subject in Subject.objects.filter(pk__in=subjects).select_related("unit_then"):
            _note(subject, _standing(subject))
    # The name is shown again: an editor gave it a later day.
    still_open().filter(subject__masked_on=None).delete()
    return still_open().count()


def documents_of(rows: Iterable[StandingName]) -> dict[int, SearchDocument]:
    """The documents of those rows whose name can be read in them at this moment, by the key of the row."""
    listed = list(rows)
    documents = {document.key: document for document in _built(row.key for row in listed)}
    masks = {row.subject_id: mask_of([row.subject]) for row in listed}
    return {
        row.pk: document
        for row in listed
        if (document := documents.get(row.key)) and masks[row.subject_id].finds(text_of(document))
    }


def text_of(document: SearchDocument) -> str:
    """All its words."""
    return f"{document.title}\n{document.body}"


def still_open() -> QuerySet[StandingName]:
    """Those on which nobody has decided."""
    return StandingName.objects.filter(reason="")


def _owners() -> list[int]:
    """The subjects whose names were taken out, one for each name."""
    hidden = Subject.objects.filter(masked_on__isnull=False, kind=Subject.Kind.PERSON).exclude(name="")
    first: dict[str, int] = {}
    for number, name in hidden.order_by("pk").values_list("pk", "name").iterator():
        if len(bare := bare_name(name)) > 1:
            first.setdefault(bare, number)
    return list(first.values())


def _standing(subject: Subject) -> set[str]:
    """The keys of the documents that name somebody of this name, without a right of their own."""
    found = service.holding(list(_wordings(bare_name(subject.name))), most=MOST)
    mask = mask_of([subject])
    # The index may be behind: what counts is the document as readers get it now.
    keys = {document.key for document in _built(document.key for document in found) if mask.finds(text_of(document))}
    return keys - _entitled(subject.name) if keys else keys


def _wordings(name: str) -> Iterator[str]:
    if len(name) > _SPACED:
        yield name
        return
    for gaps in product(("", " "), repeat=len(name) - 1):
        yield "".join(character + gap for character, gap in zip(name, (*gaps, ""), strict=True))


def _entitled(name: str) -> set[str]:
    """Cases in which somebody of this name still stands by the rule, and the notices that show these."""
    shown = Subject.objects.filter(name=name, masked_on=None, name_form=NameForm.FULL)
    cases = list(shown.exclude(pk__in=expired(shown).values("pk")).values_list("case", flat=True))
    kinds = {source.model: source.name for source in SOURCES}
    keys = {case_key(case) for case in cases}
    for links in CaseLink.__subclasses__():
        kind = kinds.get(links._meta.get_field("page").related_model)
        pages = links._default_manager.filter(case__in=cases).values_list("page", flat=True)
        keys |= {document_key(kind, page) for page in pages} if kind else set()
    return keys


def _built(keys: Iterable[str]) -> Iterator[SearchDocument]:
    by_source = defaultdict(list)
    for key in dict.fromkeys(keys):
        try:
            source, number = split_key(key)
        except UnknownSource:
            continue
        by_source[source.name, source].append(number)
    for (_name, source), numbers in by_source.items():
        yield from source.build(numbers)


def _note(subject: Subject, keys: set[str]) -> None:
    known = set(StandingName.objects.filter(subject=subject).values_list("key", flat=True))
    new = [StandingName(subject=subject, key=key) for key in sorted(keys - known)]
    StandingName.objects.bulk_create(new, ignore_conflicts=True)
    still_open().filter(subject=subject).exclude(key__in=keys).delete()


def register() -> None:
    """Hand the job to the workers."""
    register_job("find_standing_names", _("Look for expired names that still stand"), EVERY, find_standing_names)
