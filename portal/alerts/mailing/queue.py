"""The task that sends mail, asked for where a mail is made: in the same transaction."""

from __future__ import annotations

from django.utils import timezone

from portal.alerts.mailing.delivery import send_due
from portal.alerts.models import Mail
from portal.operations.tasks import background_task, queues


@background_task(queue_name="mail")
def deliver() -> int:
    """Send what is due, for some seconds; then it is the turn of the next task, which may be the same again."""
    sent = send_due()
    # A server that takes nothing is asked again by the periodic job, not at once and for ever.
    if sent:
        ask_if_due()
    return sent


def ask_for_delivery() -> None:
    """Have mail sent soon after this transaction; one task that waits is enough for all."""
    if not queues.waiting(deliver).exists():
        deliver.enqueue()


def ask_if_due() -> int:
    """For the periodic job: what a mail server refused for a while is tried again. How many mails are due."""
    due = Mail.objects.due(timezone.now()).count()
    if due:
        ask_for_delivery()
    return due
