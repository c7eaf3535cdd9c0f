"""Nothing with an open finding is proposed, approved or published, whichever way it goes.

All ways end in a few rows: a page or case that is saved as live, a workflow that starts, a step that is approved. So
the gate stands before these rows, and no view, command or API can go around it. In the admin whoever is stopped comes
to the page of the scan (`views`); the draft stays as it was saved.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.messages import get_messages
from django.db.models import Model
from django.db.models.signals import post_delete, pre_save
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from portal.cases.models import Case
from portal.content.middleware import StopWith
from portal.notices.gates import register_gate
from portal.notices.models import NoticePage
from portal.notices.privacy.spots import Spot, open_spots
from portal.privacy.scan.kept import forget
from portal.privacy.scan.pause import is_paused


class OpenFindings(StopWith):
    """The text holds personal data that nobody has accepted, and stays where it is."""

    def __init__(self, instance: Model, spots: list[Spot]) -> None:
        kinds = ", ".join(sorted({str(spot.kind.label) for spot in spots}))
        super().__init__(_("The privacy scan found: %(kinds)s.") % {"kinds": kinds})
        self.instance = instance
        self.spots = spots

    def response(self, request: HttpRequest) -> HttpResponseRedirect:
        """On to the findings. What the view had to say of its success is not said."""
        list(get_messages(request))
        return stopped(request, self.instance, self.spots)


def stopped(request: HttpRequest, instance: Model, spots: list[Spot]) -> HttpResponseRedirect:
    """Tell the editor why it went no further, and show where."""
    text = _("Saved as a draft, but neither proposed nor published: the privacy scan found %(count)d places.")
    messages.warning(request, text % {"count": len(spots)})
    return HttpResponseRedirect(scan_address(instance))


def scan_address(instance: Model) -> str:
    """The page of the scan of a page or case."""
    names = {"app_label": instance._meta.app_label, "model_name": instance._meta.model_name, "key": instance.pk}
    return reverse("privacy_scan", kwargs=names)


def is_scanned(model: type[Model]) -> bool:
    """Whether the gate stands before objects of this type."""
    return issubclass(model, NoticePage | Case)


def connect() -> None:
    """Stand before the rows; once, at start."""
    for model in apps.get_models():
        if is_scanned(model):
            pre_save.connect(before_live, sender=model)
    register_gate(check)
    for model in (get_document_model(), get_image_model()):
        post_delete.connect(file_deleted, sender=model)


def before_live(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A new text with findings begins as a draft; one that is there already does not go live.

    Raises OpenFindings.
    """
    fields = kwargs.get("update_fields")
    if raw or not instance.live or is_paused() or (fields is not None and not {"live", "body"} & set(fields)):
        return
    spots = open_spots(instance)
    if not spots:
        return
    if instance._state.adding:
        instance.live, instance.has_unpublished_changes = False, True
        return
    raise OpenFindings(instance, spots)


def file_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """What was found in it goes with it."""
    forget(instance.file_hash)


def check(latest: Any) -> None:
    """The gate of every workflow. Raises OpenFindings."""
    if not is_paused() and is_scanned(type(latest)) and (spots := open_spots(latest)):
        raise OpenFindings(latest, spots)
