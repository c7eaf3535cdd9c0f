"""What changes a notice in search."""


def connect() -> None:
    """Listen to everything that changes what readers may find."""
