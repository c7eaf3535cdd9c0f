"""Asks for a notification in the transaction of what is new, and sends it from there: never from a citizen's request.

The task knows the submission only. Whom to tell, and by which way, is sealed; a process with the office's key opens it.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.keys import Purged, office_key
from portal.feedback.contents.sealing import unseal_part
from portal.feedback.models import Part, Submission
from portal.feedback.telling.gateways import gateway
from portal.feedback.transitions import Applied
from portal.operations.tasks import background_task


def tell_of_step(applied: Applied) -> None:
    """After a transition of the office that a citizen notices."""
    if applied.transition.told is not None and applied.actor is not None:
        tell_later(applied.submission)


def tell_later(submission: Submission) -> None:
    """Ask for it, in the transaction of what is new."""
    if submission.is_named:
        tell.enqueue(str(submission.pk))


@background_task(queue_name="office")
def tell(submission: str) -> None:
    """Send it, if the citizen wants to be told. Done twice, it is told twice: no harm."""
    found = Submission.objects.filter(pk=UUID(submission)).first()
    contact = contact_of(found) if found is not None else {}
    way = contact.get("tell_by")
    with translation.override(language_of(contact)):
        if way == "email":
            EmailMessage(_("There is something new"), _text(), to=[contact["email"]]).send()
        elif way == "sms":
            gateway().send(contact["phone"], _text())


def language_of(contact: dict[str, str]) -> str:
    """In which the form was filled in."""
    return contact.get("language") or settings.LANGUAGE_CODE


def contact_of(submission: Submission) -> dict[str, str]:
    """The contact details, opened by the worker and on record; empty of who gave none, or once the keys are deleted."""
    part = submission.parts.filter(name=Part.Name.CONTACT).first()
    if part is None:
        return {}
    with transaction.atomic():
        record(FeedbackAction.CONTACT_OPENED, submission, actor=None, details={"purpose": "notification"})
        try:
            opened: dict[str, str] = unseal_part(office_key(submission), part)
        except Purged:
            return {}
    return opened


def _text() -> str:
    """Nothing of what it is about, and nothing of the receipt."""
    address = settings.SITE_URL + reverse("feedback_track")
    return _("There is something new for you. Look it up with your receipt: %(address)s") % {"address": address}
