"""Names of region and unit codes for the search filters."""


def register() -> None:
    """Hand the region and unit vocabularies to search."""
