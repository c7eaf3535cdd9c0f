"""Search documents of notices."""


def register() -> None:
    """Hand the notices to search."""
