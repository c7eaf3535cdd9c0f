"""What tests of notices share."""

import pytest

from tests.indexes import engine, index
from tests.notices.secrets_of_units import Office, build_office

__all__ = ["engine", "index"]


@pytest.fixture
def office(db: None) -> Office:
    """An office with internal notices."""
    return build_office()
