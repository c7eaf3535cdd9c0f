"""What can be wrong with pages of any kind: up past their time, links that lead nowhere, pictures without words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageQuerySet, ReferenceIndex
from wagtail.permissions import policy_registry

from portal.content.health.addresses import dead_paths, typed_paths
from portal.content.health.registry import Check, Findings, Trouble, most, register_check
from portal.content.health.texts import names_what_is_gone, shows_picture_without_words, texts_of
from portal.content.models import PortalDocument, PortalImage, PortalPage
from portal.content.models.pages import Reader


def editable(user: Reader) -> PageQuerySet:
    """The live pages that this user may change."""
    pages: PageQuerySet = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return pages.live()


def trouble_with(page: Any, why: Any = "", since: Any = None) -> Trouble:
    """Something to mend on a page."""
    return Trouble(page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk]), why, since)


def found(pages: QuerySet[Any], why: Any = "", since: str = "") -> Findings:
    """These pages, counted, and the first of them; ``since`` is the name of a field with a date."""
    total = pages.count()
    shown = pages[: most()] if total else []
    return Findings(total, [trouble_with(page, why, getattr(page, since, None)) for page in shown])


def past_their_time(user: Reader) -> Findings:
    """Pages that should have been taken down already."""
    return found(editable(user).filter(expire_at__lt=timezone.now()).order_by("expire_at"), _("still up"))


def broken_links(user: Reader) -> Findings:
    """Links to pages and files of this site that readers cannot follow."""
    from_page = ContentType.objects.get_for_model(Page)
    own = editable(user).annotate(key=Cast("pk", CharField())).values("key")
    references = ReferenceIndex.objects.filter(base_content_type=from_page, object_id__in=own)
    dead = references.filter(_leads_nowhere()).order_by("object_id")
    numbers = {int(number) for number in dead.values_list("object_id", flat=True).distinct()}
    # Wagtail forgets the references to what is deleted.
    typed: dict[int, set[str]] = {}
    for number, blocks in texts_of(editable(user)):
        if names_what_is_gone(blocks):
            numbers.add(number)
        elif paths := typed_paths(blocks):
            typed[number] = paths
    dead_ends = dead_paths({path for paths in typed.values() for path in paths})
    numbers |= {number for number, paths in typed.items() if not paths.isdisjoint(dead_ends)}
    return _on_pages(numbers, _("a link to a page or file that readers do not get"))


def pictures_without_words(user: Reader) -> Findings:
    """Pictures that tell nothing to those who do not see them."""
    wordless = {number for number, blocks in texts_of(editable(user)) if shows_picture_without_words(blocks)}
    return _on_pages(wordless, _("a picture without words"))


def _on_pages(numbers: Collection[int], why: Any) -> Findings:
    pages = Page.objects.in_bulk(sorted(numbers, reverse=True)[: most()])
    return Findings(len(numbers), [trouble_with(page, why) for page in pages.values()])


def _leads_nowhere() -> Q:
    """References whose target is not there, or is a page that not everybody may read."""
    condition = Q(pk__in=())
    for model in (PortalImage, PortalDocument):
        condition |= _to(model) & ~Q(_target(model.objects.all()))
    readable = Q(pk__in=())
    for kind in apps.get_models():
        if issubclass(kind, PortalPage):
            readable |= Q(_target(kind.objects.published()))
    return condition | (_to(Page) & ~readable)


def _to(model: type[Model]) -> Q:
    return Q(to_content_type=ContentType.objects.get_for_model(model))


def _target(rows: QuerySet[Any]) -> Exists:
    # The index is on numbers: what the reference has as text is turned, not what it refers to.
    return Exists(rows.filter(pk=Cast(OuterRef("to_object_id"), BigIntegerField())))


def register() -> None:
    """Register these checks."""
    register_check(
        Check(
            "expired",
            _("Content past its time still up"),
            _("A page whose last day is over is taken down by itself; while one is still up the worker is late."),
            past_their_time,
        ),
        order=60,
    )
    register_check(
        Check(
            "links",
            _("Links that lead nowhere"),
            _("Links to pages and files of this site. Those to other sites are not tried: the portal calls nobody."),
            broken_links,
        ),
        order=70,
    )
    register_check(
        Check(
            "pictures",
            _("Pictures without words"),
            _("Each picture that is no decoration has a text for those who do not see it."),
            pictures_without_words,
        ),
        order=80,
    )
