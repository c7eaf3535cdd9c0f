"""The jobs of this app."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.insights.tallies import keeping
from portal.operations.jobs import register_job

#: What a writer did not count right after its commit; without any, looking costs two small queries.
COUNT_EVERY = timedelta(minutes=1)
TIDY_EVERY = timedelta(days=1)


def register() -> None:
    """Register them."""
    register_job("count_cases", _("Count changed cases"), COUNT_EVERY, keeping.begin)
    register_job("tidy_counts", _("Tidy the counts"), TIDY_EVERY, keeping.tidy)
