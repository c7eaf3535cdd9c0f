"""What a save may change of a page unseen by any reader: the page cache and the search index both rely on it."""

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
