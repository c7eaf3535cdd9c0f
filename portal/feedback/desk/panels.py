"""On the first page of the admin, for who works at the desk: the piles of the queue with their counts."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from wagtail.admin.ui.components import Component

from portal.feedback.desk.tabs import TABS, counts
from portal.feedback.models import Submission
from portal.feedback.roles import Right, may


class Piles(Component):
    """What is new, due soon, overdue, waiting: of what this account may know of."""

    name = "feedback_piles"
    template_name = "feedback/admin/piles.html"
    order = 30

    def __init__(self, user: Any) -> None:
        self.user = user

    @property
    def media(self) -> Media:
        """The style of the queue."""
        return Media(css={"all": ["css/feedback_desk.css"]})

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Each pile that holds something; the first, which is all that is in work, in any case."""
        numbers = counts(Submission.objects.visible_to(self.user))
        piles = [(tab, numbers[tab.code]) for tab in TABS if tab.code in numbers]
        return {"piles": [each for each in piles if each[1] or each[0] is TABS[0]]}


def panels_for(user: Any) -> list[Component]:
    """For who sees the queue."""
    return [Piles(user)] if may(user, Right.VIEW) else []
