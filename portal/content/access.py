"""Who may have an uploaded picture or document.

A file has no visibility of its own: it follows from what refers to it, by Wagtail's reference index, at the moment of
the request. So a draft's attachment is closed until the draft is published, and closes again when the page is taken
down, restricted or made internal; nobody has to remember to do it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import Enum

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from portal.content.models.files import PortalDocument, PortalImage
from portal.content.models.pages import PortalPage, Reader

UploadedFile = PortalImage | PortalDocument
#: Who works with files. Not who may merely choose among them: that shows what was chosen by nobody yet.
STAFF_ACTIONS = ("add", "change", "delete")


class Access(Enum):
    """What a request may do with a file."""

    #: Anybody may have it, and caches may keep it.
    PUBLIC = "public"
    #: This reader may have it, and no cache may keep it.
    READER = "reader"
    #: For this request the file does not exist.
    NONE = "none"


def access_to(file: UploadedFile, request: HttpRequest) -> Access:
    """Decide about one file; who asks matters only where not everybody may have it."""
    if is_public(file):
        return Access.PUBLIC
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return Access.NONE
    if is_staff_of(file, user) or _stands_on_a_page_for(file, request):
        return Access.READER
    return Access.NONE


def is_public(file: UploadedFile) -> bool:
    """Whether a published page or a public object refers to it, and its collection is open."""
    if file.collection.get_view_restrictions().exists():
        return False
    sources = _sources(file)
    pages = _page_numbers(sources)
    return any(model.objects.published().filter(pk__in=numbers).exists() for model, numbers in pages.items()) or any(
        _is_public_object(found) for found in _objects(sources)
    )


def is_staff_of(file: UploadedFile, user: Reader) -> bool:
    """Whether the user works with this file in the admin."""
    policy = policy_registry.get_by_type(type(file))
    return bool(user.is_active and policy.user_has_any_permission_for_instance(user, STAFF_ACTIONS, file))


def _stands_on_a_page_for(file: UploadedFile, request: HttpRequest) -> bool:
    if not all(restriction.accept_request(request) for restriction in file.collection.get_view_restrictions()):
        return False
    for model, numbers in _page_numbers(_sources(file)).items():
        for page in model.objects.filter(pk__in=numbers):
            restrictions = page.get_view_restrictions()
            if page.may_read(request.user) and all(each.accept_request(request) for each in restrictions):
                return True
    return False


def _sources(file: UploadedFile) -> dict[type[Model], set[str]]:
    """Keys of all that refers to the file, by the base model."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(file), to_object_id=str(file.pk)
    )
    sources: dict[type[Model], set[str]] = defaultdict(set)
    for base, key in references.values_list("base_content_type", "object_id").distinct():
        model = ContentType.objects.get_for_id(base).model_class()
        if model is not None:
            sources[model].add(key)
    return sources


def _page_numbers(sources: dict[type[Model], set[str]]) -> dict[type[PortalPage], list[int]]:
    """The live pages among the sources, by page type. A page of a type that is not ours is nobody's."""
    pages: dict[type[PortalPage], list[int]] = defaultdict(list)
    live = Page.objects.filter(pk__in=[int(key) for key in sources.get(Page, ())], live=True)
    for kind, number in live.values_list("content_type", "pk"):
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None and issubclass(model, PortalPage):
            pages[model].append(number)
    return pages


def _objects(sources: dict[type[Model], set[str]]) -> Iterator[Model]:
    for model, keys in sources.items():
        if model is not Page:
            yield from model._default_manager.filter(pk__in=keys)


def _is_public_object(found: Model) -> bool:
    """Site settings stand on every page; any other object that shows files says ``is_published()`` itself."""
    if isinstance(found, BaseSiteSetting | BaseGenericSetting):
        return True
    says = getattr(found, "is_published", None)
    return bool(says()) if callable(says) else False
