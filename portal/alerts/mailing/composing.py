"""The words of a mail, made at the moment it goes out: names by the rule of that moment, and nothing withdrawn."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.alerts import links
from portal.alerts.addresses import address_of
from portal.alerts.describing import describe
from portal.alerts.mailing import envelopes
from portal.alerts.mailing.news import Section, sections_of
from portal.alerts.models import Mail, Subscriber
from portal.content.addresses import absolute

#: Documents that a mail shows of one subscription; the rest is behind a link.
MOST_SHOWN = 20


def compose(mail: Mail) -> EmailMultiAlternatives | None:
    """The mail as it is sent; None when there is nothing to say any more. Raises what opening an address raises."""
    if mail.staff is not None:
        return _to_staff(mail)
    if mail.subscriber is None:
        return None
    with translation.override(mail.subscriber.language):
        written = {Mail.Kind.CONFIRM: _confirmation, Mail.Kind.LINK: _link}.get(Mail.Kind(mail.kind), _news)(mail)
        if written is None:
            return None
        subject, template, context, stop = written
        return _message(mail, address_of(mail.subscriber), subject, template, {**context, "stop_link": stop})


Written = tuple[str, str, dict[str, Any], str]


def _confirmation(mail: Mail) -> Written | None:
    subscription = mail.subscription
    if subscription is None or subscription.confirmed_at:
        return None
    context = {
        "what": describe(subscription.followed),
        "rhythm": subscription.get_rhythm_display(),
        "link": links.confirm_link(subscription),
        "days": links.CONFIRM_WITHIN.days,
    }
    return _("Please confirm your subscription"), "confirmation", context, ""


def _link(mail: Mail) -> Written | None:
    subscriber = _subscriber(mail)
    if not subscriber.subscriptions.exists():
        return None
    context = {"link": links.manage_link(subscriber), "days": links.MANAGE_WITHIN.days}
    return _("Your subscriptions"), "link", context, links.stop_link(subscriber)


def _news(mail: Mail) -> Written | None:
    sections = sections_of(mail)
    if not sections:
        return None
    subscriber = _subscriber(mail)
    only = sections[0].subscription if len(sections) == 1 else None
    context = {
        "sections": sections,
        "most": MOST_SHOWN,
        "most_slice": f":{MOST_SHOWN}",
        "manage_link": links.manage_link(subscriber),
    }
    return _subject(sections), "news", context, links.stop_link(subscriber, only)


def _subject(sections: list[Section]) -> str:
    items = [item for section in sections for item in section.items]
    count = len({(item.key, item.change) for item in items})
    if count == 1:
        return items[0].title
    return ngettext("%(count)d new entry", "%(count)d new entries", count) % {"count": count}


def _to_staff(mail: Mail) -> EmailMultiAlternatives | None:
    receipt, staff = mail.receipt, mail.staff
    if receipt is None or staff is None or not staff.is_active or not staff.email:
        return None
    if receipt.acknowledged_at or not receipt.page.live:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        is_reminder = mail.kind == Mail.Kind.REMINDER
        subject = _("Reminder: please acknowledge a warning") if is_reminder else _("A warning for your unit")
        # The title of an internal one is for those who sign in, not for a mail server.
        context = {"receipt": receipt, "is_reminder": is_reminder, "link": absolute("/alerts/warnings/")}
        return _message(mail, staff.email, subject, "warning", context)


def _message(mail: Mail, address: str, subject: str, template: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    values = {**context, "site": settings.WAGTAIL_SITE_NAME, "site_url": settings.SITE_URL}
    stop = context.get("stop_link") or ""
    message = EmailMultiAlternatives(
        subject=f"[{settings.WAGTAIL_SITE_NAME}] {' '.join(subject.split())}",
        body=render_to_string(f"alerts/mail/{template}.txt", values),
        from_email=envelopes.sender_of(mail),
        to=[address],
        headers=envelopes.headers_of(mail, stop),
    )
    message.attach_alternative(render_to_string(f"alerts/mail/{template}.html", values), "text/html")
    return message


def _subscriber(mail: Mail) -> Subscriber:
    assert mail.subscriber is not None  # noqa: S101 (by the constraint of the table)
    return mail.subscriber
