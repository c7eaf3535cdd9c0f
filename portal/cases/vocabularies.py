"""Names of violation and form codes for the search filters."""


def register() -> None:
    """Hand the vocabularies of the official lists to search."""
