"""What can be wrong with pages of any kind: up past their time, links that lead nowhere, pictures without words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Exists, F, JSONField, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageQuerySet, ReferenceIndex
from wagtail.permissions import policy_registry

from portal.content.health.registry import SHOWN, Check, Findings, Trouble, register_check
from portal.content.models import PortalDocument, PortalImage, PortalPage
from portal.content.models.pages import Reader
from search.batches import batches

#: Pages with pictures that are looked through, the newest first.
LOOKED_THROUGH = 2000


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
    return Findings(
        total, [trouble_with(page, why, getattr(page, since, None)) for page in pages[:SHOWN]] if total else []
    )


def past_their_time(user: Reader) -> Findings:
    """Pages that should have been taken down already."""
    return found(editable(user).filter(expire_at__lt=timezone.now()).order_by("expire_at"), _("still up"))


def broken_links(user: Reader) -> Findings:
    """Links to pages and files of this site that readers cannot follow."""
    from_page = ContentType.objects.get_for_model(Page)
    own = editable(user).annotate(key=Cast("pk", CharField())).values("key")
    references = ReferenceIndex.objects.filter(base_content_type=from_page, object_id__in=own)
    dead = references.filter(_leads_nowhere()).order_by("object_id")
    numbers = dead.values_list("object_id", flat=True).distinct()
    total = numbers.count()
    pages = Page.objects.in_bulk([int(number) for number in numbers[:SHOWN]])
    why = _("a link to a page or file that readers do not get")
    return Findings(total, [trouble_with(page, why) for page in pages.values()])


def pictures_without_words(user: Reader) -> Findings:
    """Pictures that tell nothing to those who do not see them."""
    wordless = [number for number in _pages_with_pictures(user) if number]
    pages = Page.objects.in_bulk(wordless[:SHOWN])
    return Findings(len(wordless), [trouble_with(page, _("a picture without words")) for page in pages.values()])


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


def _pages_with_pictures(user: Reader) -> Iterator[int]:
    pictured = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(PortalImage),
    )
    own = editable(user).annotate(key=Cast("pk", CharField()))
    own = own.filter(key__in=pictured.values("object_id")).order_by("-pk")
    kinds: dict[int, list[int]] = {}
    for kind, number in own.values_list("content_type", "pk")[:LOOKED_THROUGH]:
        kinds.setdefault(kind, []).append(number)
    for kind, numbers in kinds.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None and hasattr(model, "body"):
            yield from _wordless(model, numbers)


def _wordless(model: type[Model], numbers: list[int]) -> Iterator[int]:
    for batch in batches(numbers, 200):
        rows = model._default_manager.filter(pk__in=batch).annotate(blocks=Cast(F("body"), JSONField()))
        yield from (number for number, blocks in rows.values_list("pk", "blocks") if any(_lacks_words(blocks or ())))


def _lacks_words(blocks: Iterable[Any]) -> Iterator[bool]:
    """For each picture among these blocks whether it has no words, though it is no decoration."""
    for block in blocks:
        value = block.get("value") if isinstance(block, dict) else None
        image = value.get("image") if isinstance(value, dict) else None
        if isinstance(image, dict):
            yield not image.get("decorative") and not str(image.get("alt_text") or "").strip()


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
