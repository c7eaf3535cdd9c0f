"""What the admin gets from search."""

from wagtail import hooks

from search.admin import SearchGroup


@hooks.register("register_admin_viewset")
def register_viewsets() -> SearchGroup:
    """Synonyms, promoted results, and two reports."""
    return SearchGroup()
