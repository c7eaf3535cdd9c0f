"""The notices on a unit's page."""


def register() -> None:
    """Hand the section to the unit pages."""
