"""What tests of notices share."""

from tests.indexes import engine, index
from tests.kept import kept
from tests.notices.secrets_of_units import Office, build_office

__all__ = ["engine", "index"]


@kept()
def office(db: None) -> Office:
    """An office with internal notices."""
    return build_office()
