"""What tests of cases share."""

from tests.indexes import engine, index

__all__ = ["engine", "index"]
