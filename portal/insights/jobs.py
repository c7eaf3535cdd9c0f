"""The jobs of this app."""

from datetime import timedelta

from portal.insights.tallies import keeping
from portal.operations.jobs import register_job

#: What a writer did not count right after its commit; without any, looking costs two small queries.
COUNT_EVERY = timedelta(minutes=1)
TIDY_EVERY = timedelta(days=1)


def register() -> None:
    """Register them."""
    register_job("count_cases", COUNT_EVERY, keeping.begin)
    register_job("tidy_counts", TIDY_EVERY, keeping.tidy)
