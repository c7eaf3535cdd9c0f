"""What a save may change of a page unseen by any reader: the page cache and the search index both rely on it."""

from collections.abc import Collection

from wagtail.models import COMMENTS_RELATION_NAME

#: A save of these fields alone (a draft, a lock) changes nothing that is public.
UNSEEN_FIELDS = frozenset(
    {
        COMMENTS_RELATION_NAME,
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
    }
)


def is_unseen(update_fields: Collection[str] | None) -> bool:
    """Whether a save with these ``update_fields`` changes nothing that is public; one without any saves everything."""
    return update_fields is not None and UNSEEN_FIELDS.issuperset(update_fields)
