"""Hidden names of cases leave the notices that show or draw on them, in what readers see of them.

The nightly task comes here by way of `portal.cases.holders`. Whoever publishes a version with a hidden name again gets
it masked again: the version keeps its words, readers do not get them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_save, pre_save
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.log_actions import log
from wagtail.models import Page

from portal.cases.holders import register_name_holder
from portal.cases.models import Subject
from portal.cases.name_texts import mask_of
from portal.content.models import PortalDocument, PublicChange
from portal.content.unseen import is_unseen
from portal.notices import changes
from portal.notices.attached import detach, linked_documents, stream_fields
from portal.notices.models import CaseLink, ClarificationPage, NoticePage
from portal.privacy.masking import NameMask
from portal.privacy.scan.files import text_of
from portal.privacy.scan.pause import without_scan

logger = logging.getLogger(__name__)

#: The action in the history of a notice.
LOGGED = "notices.mask_names"
#: What of Wagtail's own page readers see.
_OF_PAGES = ("title", "seo_title", "search_description")


class Masked(NamedTuple):
    """What was done to a notice."""

    fields: list[str]
    #: The documents taken off because they name somebody, or nobody could read whether they do.
    withdrawn: list[PortalDocument]


def connect() -> None:
    """Listen to pages, and let cases call."""
    for model in apps.get_models():
        if issubclass(model, NoticePage):
            pre_save.connect(notice_saving, sender=model)
            post_save.connect(notice_saved, sender=model)
    pre_save.connect(page_saving, sender=Page)
    register_name_holder(mask_notices)


@transaction.atomic
def mask_notices(cases: Sequence[int]) -> None:
    """Take the hidden names of cases out of all notices that link them and that readers see."""
    for links in (model for model in apps.get_models() if issubclass(model, CaseLink)):
        pages = links._default_manager.filter(case__in=cases, page__live=True).values_list("page", flat=True)
        for number in pages.order_by("page").distinct():
            model: type[NoticePage] = links._meta.get_field("page").related_model
            _mask_live(model.objects.select_for_update().get(pk=number))


def _mask_live(notice: NoticePage) -> None:
    was_public = notice.is_published()
    masked = mask(notice)
    if not masked.fields:
        return
    if notice.latest_revision_id is None:
        # Its words are kept where all others are: a notice that was loaded in bulk may have no revision yet.
        published = type(notice)._default_manager.get(pk=notice.pk)
        notice.latest_revision = published.save_revision(clean=False, changed=False, log_action=False)
    notice.last_published_at = timezone.now()
    with without_scan():
        notice.save(clean=False)
    _log(notice, masked)
    if was_public:
        changes.tell(PublicChange.Kind.MASKED, notice, _note(masked))


def mask(notice: NoticePage) -> Masked:
    """Take hidden names out of a notice in memory, if anybody but the staff of its units may read it."""
    names = _names(notice)
    if not names:
        return Masked([], [])
    withdrawn = _naming(notice, names)
    detach(notice, [document.pk for document in withdrawn])
    fields = [*(name for name in _texts(notice) if _mask_text(notice, name, names)), *_mask_streams(notice, names)]
    return Masked(fields + ["attachments"] * bool(withdrawn), withdrawn)


def hides_names(notice: NoticePage) -> bool:
    """Whether some name is taken out of what readers see of a notice."""
    return bool(_names(notice))


def named_fields(notice: NoticePage) -> list[str]:
    """The fields of a notice out of which names may be taken."""
    return [*_texts(notice), *(field.name for field in stream_fields(notice))]


# What a notice says


def _names(notice: NoticePage) -> NameMask:
    if not notice.live or notice.is_internal or not hasattr(notice, "case_links"):
        return NameMask({})
    cases = [link.case_id for link in notice.case_links.all()]
    subjects = Subject.objects.filter(case__in=cases).select_related("unit_then") if cases else ()
    return mask_of(subjects, also=notice.hidden_names() if isinstance(notice, ClarificationPage) else {})


def _texts(notice: NoticePage) -> list[str]:
    """The fields of text that readers may see: all that its type adds to a page, and some of the page itself."""
    own = (field for field in notice._meta.concrete_fields if field.model is not Page)
    texts = (field for field in own if isinstance(field, models.CharField | models.TextField) and not field.choices)
    return [*_OF_PAGES, *(field.name for field in texts if field.name not in notice.fields_never_public)]


def _mask_text(notice: NoticePage, name: str, names: NameMask) -> bool:
    before = getattr(notice, name)
    field = notice._meta.get_field(name)
    if isinstance(field, models.URLField):
        after = "" if names.finds(unquote(before)) else before
    else:
        after = names.text(before)[: field.max_length]
    setattr(notice, name, after)
    return bool(after != before)


def _mask_streams(notice: NoticePage, names: NameMask) -> Iterable[str]:
    for field in stream_fields(notice):
        value = getattr(notice, field.name)
        before = value.get_prep_value()
        after = names.stream(value.stream_block, before)
        if after != before:
            setattr(notice, field.name, after)
            yield field.name


# What it attaches


def _naming(notice: NoticePage, names: NameMask) -> list[PortalDocument]:
    """The documents that name somebody; where the title alone does, it is the title that changes."""
    found = []
    for document in get_document_model().objects.filter(pk__in=linked_documents(notice)).order_by("pk"):
        if _names_somebody(document, names):
            found.append(document)
        elif (title := names.text(document.title)) != document.title:
            document.title = title
            document.save(update_fields=["title"])
    return found


def _names_somebody(document: PortalDocument, names: NameMask) -> bool:
    if names.finds(document.filename):
        return True
    try:
        with document.file.open("rb") as file:
            parts = text_of(file, document.filename)
    except OSError as error:
        logger.warning("document %d cannot be read and is taken for one that names somebody: %s", document.pk, error)
        return True
    # A line of a PDF may end inside a name.
    return any(part.unread or names.finds(part.text) or names.finds(part.text.replace("\n", "")) for part in parts)


# Saves


def notice_saving(sender: type[NoticePage], instance: NoticePage, update_fields: Any, **kwargs: Any) -> None:
    """What readers will see is saved, perhaps from a version with all names."""
    if not is_unseen(update_fields):
        instance._masked = mask(instance)


def notice_saved(sender: type[NoticePage], instance: NoticePage, **kwargs: Any) -> None:
    """Editors are told that readers do not get the files of their version."""
    masked: Masked | None = instance.__dict__.pop("_masked", None)
    if masked and masked.withdrawn:
        _log(instance, masked)


def page_saving(sender: type[Page], instance: Page, update_fields: Any, **kwargs: Any) -> None:
    """The base row of a notice alone: its title may come from a copy in memory that is older than the mask."""
    model = instance.specific_class
    if not (model and issubclass(model, NoticePage) and instance.live and instance.pk) or is_unseen(update_fields):
        return
    if names := _names(model._default_manager.get(pk=instance.pk)):
        for name in _OF_PAGES:
            setattr(instance, name, names.text(getattr(instance, name)))


def _log(notice: NoticePage, masked: Masked) -> None:
    withdrawn = [{"id": document.pk, "title": document.title} for document in masked.withdrawn]
    log(instance=notice, action=LOGGED, data={"fields": masked.fields, "withdrawn": withdrawn})


def _note(masked: Masked) -> str:
    """What readers are told besides, in the language of the content."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("An attachment was withdrawn because it gives the name.") if masked.withdrawn else ""
