"""What renews the stamp of public pages: every change of every table, but for those that no reader ever sees.

A table that is new purges by itself until it is named here: a page made once too often costs little, one that still
shows what was taken down breaks a promise. Signals of rows are sent inside the transaction of the change, or, where
there is none, after it; both are early enough, for an entry carries the stamp from before it was made.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from portal.content.models.stamps import PageStamp
from portal.content.unseen import is_unseen

#: Apps whose tables show on no page that is kept: accounts, the admin's own, what search works with.
UNSEEN_APPS = frozenset(
    {
        "accounts",
        "alerts",
        "audit",
        "auth",
        "captcha",
        "contenttypes",
        "django_tasks_database",
        "operations",
        "otp_totp",
        "search",
        "sessions",
        "wagtailadmin",
        "wagtailembeds",
        "wagtailredirects",
        "wagtailsearch",
        "wagtailusers",
    }
)
#: The tables of Wagtail that readers see something of; the others are the editors'.
SEEN_OF_WAGTAIL = frozenset(
    {
        "Collection",
        "CollectionViewRestriction",
        "CollectionViewRestriction_groups",
        "Locale",
        "Page",
        "PageViewRestriction",
        "PageViewRestriction_groups",
        "Site",
    }
)
#: Renditions and stamps are written while a page is read; tombstones answer 410, which is not kept.
UNSEEN = frozenset(
    {
        "content.PageStamp",
        "content.PortalRendition",
        "content.Tombstone",
        "feedback.AccusedUnit",
        "feedback.Approval",
        "feedback.Attachment",
        "feedback.CaseLink",
        "feedback.Clock",
        "feedback.ClockEvent",
        "feedback.DailyRoot",
        "feedback.EscalationStep",
        "feedback.Message",
        "feedback.Note",
        "feedback.Part",
        "feedback.Protection",
        "feedback.Rating",
        "feedback.Receipt",
        "feedback.Recusal",
        "feedback.Referral",
        "feedback.Reply",
        "feedback.SavedView",
        "feedback.Step",
        "feedback.Submission",
        "feedback.TimeLimit",
        "feedback.Workday",
        "feedback.WrappedKey",
        "notices.ClarificationStep",
        "notices.FourEyesTask",
        "notices.FourEyesTask_groups",
        "notices.ReadFile",
        "notices.ReaderOutcome",
        "notices.ReadingSession",
        "notices.StandingName",
        "organisations.ListStamp",
        "organisations.StaffMembership",
        "privacy.AcceptedFinding",
        "privacy.FileScan",
        "privacy.ScanOverride",
        "wagtailimages.Rendition",
    }
)


def is_seen(model: type[Model]) -> bool:
    """Whether anything of this table may stand on a public page."""
    options = model._meta
    if options.app_label == "wagtailcore":
        return options.object_name in SEEN_OF_WAGTAIL
    return options.app_label not in UNSEEN_APPS and options.label not in UNSEEN


def connect() -> None:
    """Listen to all that is seen; once, at start."""
    for model in apps.get_models(include_auto_created=True):
        if is_seen(model):
            post_save.connect(saved, sender=model)
            for signal in (post_delete, m2m_changed):
                signal.connect(purge, sender=model)
    # Pages moved among their siblings are not saved. The sender is the page's own type, so all are listened to.
    post_page_move.connect(purge)
    # A data migration changes tables without the signals of their models.
    post_migrate.connect(migrated, sender=apps.get_app_config("content"))


def purge(**kwargs: Any) -> None:
    """Public pages change."""
    PageStamp.renew()


def saved(sender: type[Model], update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """A row was saved; of a draft's page only what editors see."""
    if not (issubclass(sender, Page) and is_unseen(update_fields)):
        purge()


def migrated(**kwargs: Any) -> None:
    """After `migrate`; that of another app alone may come before this table is there."""
    if PageStamp._meta.db_table in connection.introspection.table_names():
        purge()
