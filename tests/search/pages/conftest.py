"""The notices of these tests are in an index of their own."""

from tests.indexes import engine, index

__all__ = ["engine", "index"]
