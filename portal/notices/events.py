"""What changes a notice in search: each change of a page writes the outbox in the transaction of the change.

Everything hangs on Django's own signals of the rows, not on Wagtail's of the workflow: ``Page.save`` and every delete
are atomic and send theirs inside, whoever calls them (the admin, the import, `publish_scheduled`, a shell). What is
beside the pages (units, regions, terms, files) is in `relations`.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction, Site

from portal.cases import events as case_events
from portal.content.unseen import UNSEEN_FIELDS
from portal.notices import relations
from portal.notices.cases import LINKED, cases_of_pages, keys_of_pages
from portal.notices.models import CaseLink, NoticePage
from search.batches import batches
from search.documents import document_key
from search.outbox import enqueue

#: Which page an alias follows changes nothing in search either.
UNSEEN = UNSEEN_FIELDS | {"alias_of_id"}


def connect() -> None:
    """Listen to everything that changes what readers may find."""
    for model in apps.get_models():
        if issubclass(model, Page):
            pre_save.connect(remember_address, sender=model)
            post_save.connect(page_saved, sender=model)
    # Deleting any page deletes its row of this table too; one sender keeps other deletions fast.
    pre_delete.connect(page_deleted, sender=Page)
    for signal in (pre_save, post_save, pre_delete, post_delete):
        signal.connect(restriction_changed, sender=PageViewRestriction)
    pre_save.connect(remember_root, sender=Site)
    post_save.connect(site_saved, sender=Site)
    for links in (link for linked in LINKED.values() for link in linked):
        post_save.connect(link_changed, sender=links)
        post_delete.connect(link_changed, sender=links)
    case_events.register_shown_with(keys_of_pages)
    relations.connect()


def keys_below(path: str) -> Iterator[str]:
    """The keys of the live notices at and below a place in the page tree."""
    return relations.keys(Q(path__startswith=path))


def cases_below(path: str) -> None:
    """The cases of the notices at and below a place in the page tree are public with them."""
    for model in LINKED:
        pages = model.objects.filter(path__startswith=path).order_by("pk").values_list("pk", flat=True)
        for batch in batches(cases_of_pages(model, pages.iterator(chunk_size=2000)), 500):
            case_events.changed(batch)


def _cases_follow(page: Page) -> None:
    if model := page.specific_class:
        case_events.changed(cases_of_pages(model, [page.pk]))


def key_of(page: Page) -> str | None:
    """The key of a notice, also where only its base row is at hand; None for other pages."""
    model = page.specific_class
    return document_key(model.kind, page.pk) if model and issubclass(model, NoticePage) else None


def remember_address(sender: type[Page], instance: Page, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Note where a page stood that others may hang below, to see afterwards whether they have moved with it."""
    if instance.pk and not _is_unseen(update_fields) and not isinstance(instance, NoticePage):
        instance._address_before = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True).first()


def page_saved(sender: type[Page], instance: Page, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Published, unpublished, changed, switched to internal, moved: the notice itself, and whatever moved with it."""
    if _is_unseen(update_fields):
        return
    if key := key_of(instance):
        enqueue([key])
        _cases_follow(instance)
    before = instance.__dict__.pop("_address_before", None)
    if before is not None and before != instance.url_path:
        enqueue(keys_below(instance.path))
        cases_below(instance.path)


def page_deleted(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Gone; called for each of the pages below it too."""
    if key := key_of(instance):
        enqueue([key])
        _cases_follow(instance)


def link_changed(sender: type[CaseLink], instance: CaseLink, **kwargs: Any) -> None:
    """A page links a case, or does so no more: both show it."""
    case_events.changed([instance.case_id])
    # The page itself may be gone already, deleted together with its links.
    enqueue([document_key(sender._meta.get_field("page").related_model.kind, instance.page_id)])


def restriction_changed(sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any) -> None:
    """A part of the site was closed or opened.

    Saving a restriction is no transaction of its own, so it is noted before and after: outside of a request, too, a
    row is there whatever happens in between.
    """
    for path in Page.objects.filter(pk=instance.page_id).values_list("path", flat=True):
        enqueue(keys_below(path))
        cases_below(path)


def remember_root(sender: type[Site], instance: Site, **kwargs: Any) -> None:
    """Note which page is the root, on which all addresses depend."""
    before = Site.objects.filter(pk=instance.pk).values_list("root_page_id", flat=True).first()
    instance._root_before = before


def site_saved(sender: type[Site], instance: Site, **kwargs: Any) -> None:
    """Another root page gives every notice another address."""
    if instance.__dict__.pop("_root_before", None) != instance.root_page_id:
        enqueue(relations.keys(Q()))


def _is_unseen(update_fields: frozenset[str] | None) -> bool:
    return update_fields is not None and update_fields <= UNSEEN
