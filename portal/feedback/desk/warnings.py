"""On the first page of the admin: that nobody is named for what accuses the office. It says the same whether or not
there is any such tip, for that must not be learnt from it."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from portal.feedback.roles import Right, may
from portal.feedback.watching import is_watched


class NobodyWatches(Component):
    """The warning."""

    name = "nobody_watches"
    template_name = "feedback/admin/nobody_watches.html"
    order = 35


def panels_for(user: Any) -> list[Component]:
    """For who works at the desk, and for who administers the site."""
    is_meant = user.is_superuser or may(user, Right.OPEN_CONTENT)
    return [NobodyWatches()] if is_meant and not is_watched() else []
