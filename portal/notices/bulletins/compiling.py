"""The button: compiles a bulletin into a new draft, keeps what was typed, and proposes typical cases."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.cases.statistics.compiling import compile_quarter, kept_by_hand
from portal.cases.statistics.proposals import propose
from portal.notices.bulletins.typing import hide_small
from portal.notices.models import BulletinPage


@transaction.atomic
def compile_draft(page: BulletinPage, user: Any = None) -> BulletinPage:
    """Compile the latest draft of a bulletin; what readers see stays as it is. The new draft is given back.

    Raises ValidationError for a quarter that has not begun.
    """
    draft: BulletinPage = page.get_latest_revision_as_object()
    if draft.quarter is None:
        raise ValidationError({"year": draft._meta.get_field("year").error_messages["invalid"]})
    compiled = compile_quarter(draft.quarter, draft.unit)
    before = draft.tables if draft.fits else ()
    tables = tuple(hide_small(table)[0] for table in kept_by_hand(compiled.tables, before))
    draft.take(compiled, tables)
    draft.proposals = propose(draft.quarter, draft.unit)
    draft.save_revision(user=user, clean=False)
    return draft
