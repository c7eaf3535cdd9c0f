"""Who may read what citizens handed in is never changed unseen: auditors, supervisors and superusers hear of it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.mail import EmailMessage
from django.db.models import Model, Q, QuerySet, TextChoices
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import get_active_log_context

from portal.accounts.keeping.rules import content_permissions, opening_groups, opens_content
from portal.audit import actions
from portal.audit.log import Thing, record
from portal.audit.models import AuditEntry
from portal.operations.tasks import background_task

logger = logging.getLogger(__name__)


class ContentAccess(TextChoices):
    """Steps after which somebody else may read it, or come to read it."""

    GIVEN = "content_access.give", gettext_lazy("Reading of what citizens hand in given")
    ALL_RIGHTS = "content_access.superuser", gettext_lazy("All rights given")
    PASSWORD = "content_access.password", gettext_lazy("Password of a reader or superuser set by somebody else")


def register() -> None:
    """Listen, from whichever screen or command it comes."""
    actions.register(ContentAccess)
    m2m_changed.connect(groups_given, sender=User.groups.through)
    m2m_changed.connect(rights_given, sender=User.user_permissions.through)
    m2m_changed.connect(rights_given, sender=Group.permissions.through)
    pre_save.connect(account_saving, sender=User)
    post_save.connect(account_saved, sender=User)


def groups_given(
    sender: type[Model], instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Accounts came into groups, from whichever side it was done."""
    if action != "post_add" or not pk_set:
        return
    given = opening_groups().filter(pk__in=[instance.pk] if reverse else pk_set)
    groups = sorted(given.values_list("pk", flat=True))
    for account in sorted(pk_set) if reverse else [instance.pk]:
        if groups:
            _tell(ContentAccess.GIVEN, Thing("auth.user", str(account)), groups=groups)


def rights_given(
    sender: type[Model], instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """The right itself came to an account or a group."""
    if action != "post_add" or not pk_set:
        return
    if content_permissions().filter(pk__in=[instance.pk] if reverse else pk_set).exists():
        owners = sorted(pk_set) if reverse else [instance.pk]
        kind = "auth.group" if sender is Group.permissions.through else "auth.user"
        for owner in owners:
            _tell(ContentAccess.GIVEN, Thing(kind, str(owner)))


def account_saving(sender: type[User], instance: User, update_fields: Iterable[str] | None, **kwargs: Any) -> None:
    """Note whether the account could do everything before."""
    if update_fields is None or "is_superuser" in update_fields:
        had = User.objects.filter(pk=instance.pk, is_superuser=True).exists() if instance.pk else False
        instance._had_all_rights = had  # type: ignore[attr-defined]


def account_saved(sender: type[User], instance: User, **kwargs: Any) -> None:
    """It can now, and could not before."""
    if instance.is_superuser and not instance.__dict__.pop("_had_all_rights", True):
        _tell(ContentAccess.ALL_RIGHTS, instance)


def password_set(account: User, actor: Any) -> None:
    """Whoever knows the password of a reader, or of who may make readers, comes near to be one."""
    if actor is not None and actor.pk != account.pk and (account.is_superuser or opens_content(account)):
        _tell(ContentAccess.PASSWORD, account)


def watchers() -> QuerySet[User]:
    """Auditors, supervisors and superusers, as far as they can be reached."""
    rights = Permission.objects.filter(
        Q(content_type__app_label="audit", codename="view_auditentry")
        | Q(content_type__app_label="feedback", codename="supervise_submission")
    )
    held = Q(is_superuser=True) | Q(groups__permissions__in=rights) | Q(user_permissions__in=rights)
    return User.objects.filter(held, is_active=True).exclude(email="").distinct()


def _tell(step: ContentAccess, thing: Model | Thing, **details: Any) -> None:
    """Record it. What the operator does by a command is recorded alone: it can do so without us, too."""
    actor = get_active_log_context().user
    entry = record(step, thing, actor=actor, details=details)
    if actor is not None:
        tell_watchers.enqueue(entry.pk)


@background_task
def tell_watchers(number: int) -> None:
    """Write to each by itself, and to the account: one mailbox that is full keeps nobody else from knowing."""
    entry = AuditEntry.objects.filter(pk=number).first()
    if entry is None:
        return
    told = set(watchers().values_list("email", flat=True))
    if entry.object_kind == "auth.user":
        told |= set(
            User.objects.filter(pk=entry.object_key, is_active=True).exclude(email="").values_list("email", flat=True)
        )
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = _("Access to what citizens hand in was changed"), _text(entry)
    for address in sorted(told):
        try:
            EmailMessage(subject, body, to=[address]).send()
        except OSError as error:
            logger.warning("word of a changed access could not be sent: %s", type(error).__name__)


def _text(entry: AuditEntry) -> str:
    lines = [
        str(ContentAccess(entry.action).label),
        concerns(entry),
        _("By: %(who)s") % {"who": name_of(entry.actor_id)},
    ]
    lines.append(
        _(
            "If you do not know why this was done, ask whoever did it, and the administration, at once. The first page "
            "of the admin and the audit log keep it: %(address)s"
        )
        % {"address": settings.SITE_URL + reverse("wagtailadmin_home")}
    )
    return "\n".join(lines)


def concerns(entry: AuditEntry) -> str:
    """Whose access, and by which groups."""
    if entry.object_kind == "auth.group":
        name = Group.objects.filter(pk=entry.object_key).values_list("name", flat=True).first()
        return _("Group: %(group)s") % {"group": name or entry.object_key}
    groups = Group.objects.filter(pk__in=entry.details.get("groups", ())).order_by("name")
    names = ", ".join(groups.values_list("name", flat=True))
    who = _("Account: %(who)s") % {"who": name_of(entry.object_key)}
    return f"{who} ({names})" if names else who


def name_of(number: Any) -> str:
    """The name to sign in by, of today."""
    return User.objects.filter(pk=number).values_list("username", flat=True).first() or f"#{number}"
