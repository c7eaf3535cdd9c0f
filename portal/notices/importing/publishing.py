"""Publishes a page with its revision and its history, in a third of the queries of Wagtail's own three steps.

Wagtail adds the page, saves a revision and publishes that revision: it saves the page three times, reads it back from
the revision, and works out after each save what the page refers to. Here a new page is saved once, live from the start,
and its references are worked out once. What is stored, signalled and logged is the same.
"""

from django.db.models import F, Model
from django.utils import timezone
from modelcluster.models import get_serializable_data_for_fields
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published, published

from portal.notices.masking import named_fields
from portal.notices.models import NoticeIndexPage, NoticePage

#: What is set here and not by the row: right by itself, and unique in the database anyhow.
_UNCHECKED = frozenset({"content_type", "locale", "path", "translation_key"})


def publish_new(page: NoticePage, section: NoticeIndexPage) -> None:
    """Put a new page, whose dates of publication are set, live under its section."""
    # Tags and the like while they are still in memory: once saved, each would be read back.
    given, named = page.serializable_data(), named_fields(page)
    _add(page, section)
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        # Saving took hidden names out of the row; the version keeps the words.
        content={**given, **get_serializable_data_for_fields(page), **{name: given[name] for name in named}},
        object_str=str(page),
    )
    page.latest_revision = page.live_revision = revision
    page.latest_revision_created_at = revision.created_at
    Page.objects.filter(pk=page.pk).update(
        latest_revision=revision, live_revision=revision, latest_revision_created_at=revision.created_at
    )
    _refer(page)
    page_published.send(sender=type(page), instance=page, revision=revision)
    published.send(sender=type(page), instance=page, revision=revision)
    _log(page, revision)


def _add(page: NoticePage, section: NoticeIndexPage) -> None:
    """Save it as the last page of its section, as treebeard does in twice as many queries."""
    # Counting first locks the section, so that nobody else takes the place.
    Page.objects.filter(pk=section.pk).update(numchild=F("numchild") + 1)
    places = Page._get_children_path_interval(section.path)
    last = Page.objects.filter(path__range=places, depth=section.depth + 1).order_by("-path").only("path").first()
    page.depth = section.depth + 1
    page.path = last._inc_path() if last else Page._get_path(section.path, page.depth, 1)
    page.locale_id = section.locale_id
    page._cached_parent_obj = section
    page.full_clean(exclude=_UNCHECKED)
    with disable_reference_index_auto_update():
        page.save(clean=False, log_action=None)


def _log(page: NoticePage, revision: Revision) -> None:
    """Its first two entries of history together, unchecked: the same for every page."""
    context, now = get_active_log_context(), timezone.now()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type=page.cached_content_type,
            label=page.get_admin_display_title(),
            action=action,
            timestamp=now,
            user=context.user,
            uuid=context.uuid,
            revision=of,
            content_changed=True,
        )
        for action, of in (("wagtail.create", None), ("wagtail.publish", revision))
    )


def publish_again(page: NoticePage) -> None:
    """Put the changes of a live page on the site as a new revision."""
    with disable_reference_index_auto_update():
        page.save_revision(log_action=True).publish()
    _refer(page)


def _refer(page: Model) -> None:
    """Note what the page refers to, so that the admin can warn before a unit or term is deleted."""
    ReferenceIndex.create_or_update_for_object(page)
