"""What the audit log records of cases and notices. It follows two lists that are written in any case.

Wagtail's history says what staff did: who published, who let a finding stand, who keeps a name longer. The list of
public changes says what became of it for readers, in whatever way it was done. Neither title nor reason goes along.
"""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import BaseLogEntry, ModelLogEntry, PageLogEntry

from portal.audit import actions
from portal.audit.log import Thing, record
from portal.cases.masking import LOGGED as NAMES_MASKED
from portal.cases.models import Case
from portal.cases.name_events import LOGGED as NAME_KEPT
from portal.content.models import PublicChange
from portal.notices.models import NoticePage
from portal.notices.standing_names.deciding import LOGGED as OTHER_PERSON


class NoticeAction(TextChoices):
    """Steps towards what readers see, and away from it."""

    PUBLISHED = "notice.publish", _("Version published")
    UNPUBLISHED = "notice.unpublish", _("Taken down")
    DELETED = "notice.delete", _("Deleted")
    FINDING_KEPT = "privacy.override", _("Privacy override")
    FINDING_MASKED = "privacy.mask", _("Personal data masked")
    NAME_KEPT = "name.keep", _("Name kept public for longer")
    NAMES_MASKED = "name.mask", _("Expired names masked")
    OTHER_PERSON = "name.other", _("Expired name let stand for another person")
    PUBLIC_ADDED = "public.added", _("Readers: added")
    PUBLIC_CORRECTED = "public.corrected", _("Readers: corrected")
    PUBLIC_MASKED = "public.masked", _("Readers: name masked")
    PUBLIC_WITHDRAWN = "public.withdrawn", _("Readers: withdrawn")


#: By the actions of Wagtail's history.
FOLLOWED = {
    "wagtail.publish": NoticeAction.PUBLISHED,
    "wagtail.unpublish": NoticeAction.UNPUBLISHED,
    "wagtail.delete": NoticeAction.DELETED,
    "privacy.override": NoticeAction.FINDING_KEPT,
    "privacy.mask": NoticeAction.FINDING_MASKED,
    NAME_KEPT: NoticeAction.NAME_KEPT,
    NAMES_MASKED: NoticeAction.NAMES_MASKED,
    OTHER_PERSON: NoticeAction.OTHER_PERSON,
}


def register() -> None:
    """Listen to both lists."""
    actions.register(NoticeAction)
    for model in (PageLogEntry, ModelLogEntry):
        post_save.connect(history_written, sender=model)
    post_save.connect(change_told, sender=PublicChange)


def history_written(sender: type[BaseLogEntry], instance: Any, created: bool, **kwargs: Any) -> None:
    """A step of staff, or of the worker, on a notice or a case."""
    step = FOLLOWED.get(instance.action)
    if step is None or not created:
        return
    model = instance.content_type.model_class() if instance.content_type_id else None
    if model is None or not issubclass(model, NoticePage | Case):
        return
    thing = Thing(model._meta.label_lower, str(instance.object_id))
    record(step, thing, actor=instance.user if instance.user_id else None, details=_details(instance))


def change_told(sender: type[PublicChange], instance: PublicChange, created: bool, **kwargs: Any) -> None:
    """What readers could see became another."""
    if created:
        kind, _colon, key = instance.key.partition(":")
        user = get_active_log_context().user
        record(f"public.{instance.kind}", Thing(kind, key), actor=user, details={"change": instance.pk})


def _details(entry: Any) -> dict[str, Any]:
    """Numbers and codes of what the history has; its reasons and texts stay there."""
    data = entry.data or {}
    found: dict[str, Any] = {"history": entry.pk}
    if entry.revision_id:
        found["revision"] = entry.revision_id
    if "kinds" in data:
        found["kinds"] = [f"{kind}:{count}" for kind, count in sorted(data["kinds"].items())]
    found |= {name: data[name] for name in ("subject", "until") if name in data}
    return found
