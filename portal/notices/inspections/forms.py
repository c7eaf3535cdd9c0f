"""The form of a line of the ledger."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from portal.cases.lists import listed_terms


class ItemForm(WagtailAdminModelForm):
    """Its states come from memory: a ledger has hundreds of lines."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today, kept = timezone.localdate(), self.instance.state_id
        states = [term for term in listed_terms().values() if term.taxonomy == "rectify_status"]
        offered = [term for term in states if term.is_valid(today) or term.number == kept]
        offered.sort(key=lambda term: (term.sort_order, term.code))
        self.fields["state"].choices = [("", "---------"), *((term.number, term.label) for term in offered)]
