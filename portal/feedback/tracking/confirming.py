"""A named citizen confirms an e-mail address once; whoever has done so hands in again without the check.

The code of the mail is made from the data key and the address, so it is stored nowhere: the worker makes it with the
office's key, the status page with the receipt. That it was typed stands in the contact details, sealed as they are.
"""

from __future__ import annotations

import base64
import hmac
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.feedback.contents.keys import office_key
from portal.feedback.contents.sealing import seal_part, unseal_part
from portal.feedback.models import Part, Submission
from portal.feedback.receipts import Opened, tidy
from portal.feedback.receipts.codes import grouped
from portal.feedback.receipts.keys import expand
from portal.feedback.telling.telling import contact_of, language_of
from portal.feedback.transitions import Unfit
from portal.operations.tasks import background_task
from portal.privacy.sealing import Damaged, DataKey

#: Of the code: 40 bits, in eight characters.
_BYTES = 5
SENT_ON, CONFIRMED_ON = "code_sent_on", "confirmed_on"


def may_confirm(opened: Opened) -> bool | None:
    """Whether an address waits to be confirmed; False when it is confirmed, None when there is none to be read."""
    contact = _read(opened)
    return CONFIRMED_ON not in contact if contact.get("email") else None


def ask_for_code(opened: Opened) -> None:
    """Have the code sent to the address that was given. Raises Unfit where one was sent today."""
    with transaction.atomic():
        contact = _contact(opened)
        today = timezone.localdate().isoformat()
        if contact.get(SENT_ON) == today:
            raise Unfit(gettext_lazy("A code has been sent today already: it does not change. Look for it once more."))
        _keep(opened, {**contact, SENT_ON: today})
        send_code.enqueue(str(opened.submission.pk))


def confirm(opened: Opened, typed: str) -> bool:
    """Whether this is the code; then the address is confirmed for good."""
    with transaction.atomic():
        contact = _contact(opened)
        if not hmac.compare_digest(tidy(typed).encode(), tidy(_code(opened.key, contact["email"])).encode()):
            return False
        _keep(opened, {**contact, CONFIRMED_ON: timezone.localdate().isoformat()})
    return True


@background_task(queue_name="office")
def send_code(submission: str) -> None:
    """Send it, in the language of the form. Done twice, the same code is sent twice."""
    found = Submission.objects.filter(pk=UUID(submission)).first()
    contact = contact_of(found) if found is not None else {}
    if found is None or not contact.get("email"):
        return
    code = _code(office_key(found), contact["email"])
    with translation.override(language_of(contact)):
        text = _("Your confirmation code: %(code)s. Type it on the page that your receipt opens.") % {"code": code}
        EmailMessage(_("Confirmation code"), text, to=[contact["email"]]).send()


def _code(key: DataKey, address: str) -> str:
    made = expand(key.raw, f"address {address}", _BYTES)
    return grouped(base64.b32encode(made).decode("ascii"))


def _read(opened: Opened) -> dict[str, Any]:
    """The contact details; empty where there are none, or they are damaged."""
    part = opened.submission.parts.filter(name=Part.Name.CONTACT).first()
    try:
        contact: dict[str, Any] = unseal_part(opened.key, part) if part else {}
    except Damaged:
        return {}
    return contact


def _contact(opened: Opened) -> dict[str, Any]:
    """To be changed. Raises Unfit where no address was given, or none can be read."""
    Submission.objects.select_for_update().get(pk=opened.submission.pk)
    contact = _read(opened)
    if not contact.get("email"):
        raise Unfit(gettext_lazy("No e-mail address was given."))
    return contact


def _keep(opened: Opened, contact: dict[str, Any]) -> None:
    sealed = seal_part(opened.key, opened.submission, Part.Name.CONTACT, contact).sealed
    opened.submission.parts.filter(name=Part.Name.CONTACT).update(sealed=sealed)
