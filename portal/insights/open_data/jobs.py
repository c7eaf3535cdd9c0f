"""The jobs of the open data."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.content.changes.numbering import number_pending
from portal.insights.open_data.files import EVERY, prepare
from portal.operations.jobs import register_job


def register() -> None:
    """Register them."""
    register_job("prepare_open_data", _("Prepare the files of the open data"), EVERY, prepare)
    register_job("number_changes", _("Number the list of changes"), timedelta(minutes=1), number_pending)
