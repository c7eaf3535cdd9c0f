"""The list of changes, as far as notices are concerned: each becomes public and ceases to be, whatever the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from portal.cases import changes as case_changes
from portal.content.addresses import path_on_site, site_roots
from portal.content.changes import ledger
from portal.content.models import PublicChange
from portal.content.unseen import is_unseen
from portal.notices.models import CaseLink, NoticePage
from search.batches import batches
from search.documents import document_key

#: Pages that are looked at together.
BATCH = 500


def connect() -> None:
    """Listen to pages, to their cases, and to what closes a part of the site."""
    for model in apps.get_models():
        if issubclass(model, Page):
            post_save.connect(page_saved, sender=model)
        if issubclass(model, CaseLink):
            for signal in (post_save, post_delete):
                signal.connect(link_changed, sender=model)
    # Deleting any page deletes its row of this table too, and asks for each page below.
    pre_delete.connect(page_deleted, sender=Page)
    for signal in (post_save, post_delete):
        signal.connect(restriction_changed, sender=PageViewRestriction)


def tell(kind: PublicChange.Kind, notice: NoticePage, note: str = "") -> None:
    """Tell of a change of a public notice."""
    ledger.tell(kind, document_key(notice.kind, notice.pk), path_on_site(notice.url_path, site_roots()), note=note)


def follow(which: Q) -> None:
    """Tell which of these notices became public or ceased to be, and which of their cases."""
    roots = site_roots()
    for model in _kinds():
        public = model.objects.published()
        rows = model.objects.filter(which).order_by("pk").values_list("pk", "url_path").iterator(chunk_size=2000)
        for batch in batches(rows, BATCH):
            numbers = [number for number, _path in batch]
            now = set(public.filter(pk__in=numbers).values_list("pk", flat=True))
            ledger.follow(
                ledger.State(document_key(model.kind, number), path_on_site(path, roots), number in now)
                for number, path in batch
            )
            case_changes.follow(_cases(model, numbers))


def page_saved(sender: type[Page], instance: Page, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Published, unpublished, made internal, moved; with the section that it is, all that is below."""
    if is_unseen(update_fields) or _is_awaited(instance):
        return
    model = instance.specific_class
    if model and issubclass(model, NoticePage):
        follow(Q(pk=instance.pk))


def page_deleted(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Gone; its cases follow when their links go."""
    model = instance.specific_class
    if model and issubclass(model, NoticePage):
        address = path_on_site(instance.url_path, site_roots())
        ledger.follow([ledger.State(document_key(model.kind, instance.pk), address, is_public=False)])


def link_changed(sender: type[CaseLink], instance: CaseLink, **kwargs: Any) -> None:
    """A case came to a notice, or left it."""
    case_changes.follow([instance.case_id])


def restriction_changed(sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any) -> None:
    """A part of the site was closed or opened."""
    for path in Page.objects.filter(pk=instance.page_id).values_list("path", flat=True):
        follow(Q(path__startswith=path))


def _kinds() -> Iterable[type[NoticePage]]:
    return [model for model in apps.get_models() if issubclass(model, NoticePage)]


def _cases(model: type[NoticePage], pages: list[int]) -> list[int]:
    if not hasattr(model, "case_links"):
        return []
    links = model._meta.get_field("case_links").related_model
    return list(links._default_manager.filter(page__in=pages).values_list("case", flat=True).distinct())


def _is_awaited(page: Page) -> bool:
    """Whether it goes live later for the first time. Wagtail's admin saves such a page live, and at once back again."""
    return bool(page.first_published_at is None and page.go_live_at and page.go_live_at > timezone.now())
