"""Hands the notices to `portal.content.corrections`, and keeps hidden names out of the notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps

from portal.cases.documents import case_key
from portal.cases.holders import register_name_holder
from portal.cases.models import Case, Subject
from portal.cases.name_texts import mask_of
from portal.content.addresses import path_on_site, site_roots
from portal.content.corrections import watching
from portal.content.models import Correction, PublicChange
from portal.notices.models import CaseLink, NoticePage
from search.documents import document_key


def connect() -> None:
    """Follow every type of notice; once, at start."""
    watched = watching.Watched(key=key_of, address=_address, is_public=NoticePage.is_published)
    for model in apps.get_models():
        if issubclass(model, NoticePage):
            watching.watch(model, watched)
    watching.watch(
        Case,
        watching.Watched(key=_key_of_case, address=_case_address, is_public=_is_published_case),
    )
    watching.on_correction(_written)
    register_name_holder(mask_notes)


def key_of(notice: NoticePage) -> str:
    """The key of a notice in search and in the list of changes."""
    return document_key(notice.kind, notice.pk)


def mask_notes(cases: Sequence[int]) -> None:
    """Take the hidden names of each case out of the notes on it and on the notices that link it."""
    for case in cases:
        keys = [case_key(case), *_pages_of(case)]
        told = PublicChange.objects.filter(key__in=keys).exclude(note="")
        _mask([case], Correction.objects.filter(key__in=keys), told)


def _key_of_case(case: Case) -> str:
    return case_key(case.pk)


def _case_address(case: Case) -> str:
    # Without the prefix of whatever language its editor works in.
    return f"/cases/{case.pk}/"


def _is_published_case(case: Case) -> bool:
    return Case.objects.published().filter(pk=case.pk).exists()


def _address(notice: NoticePage) -> str:
    return path_on_site(notice.url_path, site_roots())


def _pages_of(case: int) -> list[str]:
    keys = []
    for links in (model for model in apps.get_models() if issubclass(model, CaseLink)):
        kind = links._meta.get_field("page").related_model.kind
        pages = links._default_manager.filter(case=case).values_list("page", flat=True)
        keys += [document_key(kind, page) for page in pages.order_by("page").distinct()]
    return keys


def _written(instance: Any, correction: Correction, told: PublicChange) -> None:
    """An editor may repeat in a new note a name that is hidden by now."""
    if isinstance(instance, Case):
        _mask([instance.pk], [correction], [told])
    elif hasattr(instance, "case_links"):
        _mask([link.case_id for link in instance.case_links.all()], [correction], [told])


def _mask(cases: list[int], corrections: Iterable[Correction], told: Iterable[PublicChange]) -> None:
    names = mask_of(Subject.objects.filter(case__in=cases).select_related("unit_then") if cases else ())
    if not names:
        return
    for correction in corrections:
        what, why = names.text(correction.what), names.text(correction.why)
        if (what, why) != (correction.what, correction.why):
            correction.what, correction.why = what, why
            correction.save(update_fields=["what", "why"])
    for change in told:
        if (note := names.text(change.note)) != change.note:
            change.note = note
            change.save(update_fields=["note"])
