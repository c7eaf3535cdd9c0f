"""The jobs of this app."""

from datetime import timedelta

from portal.cases.masking import mask_expired
from portal.operations.jobs import register_job

#: Names expire at midnight and are to be gone soon after; without any, looking costs one small query.
EVERY = timedelta(minutes=10)


def register() -> None:
    """Register them."""
    register_job("mask_expired_names", EVERY, mask_expired)
