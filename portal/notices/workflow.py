"""What those who judge a notice must know about it."""

from portal.notices.models import NoticePage, Scope


def becomes_public(draft: NoticePage) -> bool:
    """Whether publishing this version would open to everybody what was internal before."""
    if draft.is_internal:
        return False
    published = type(draft).objects.filter(pk=draft.pk, live=True).first()
    if published is not None:
        return published.is_internal
    return bool(draft.revisions.filter(content__scope=Scope.INTERNAL).exists())
