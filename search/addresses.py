"""Documents know their path without a language; readers stay in theirs."""

from django.urls import LocalePrefixPattern


def in_active_language(path: str) -> str:
    """The path of this document in the language that the reader uses."""
    prefix = LocalePrefixPattern(prefix_default_language=False).language_prefix
    return f"/{prefix}{path.removeprefix('/')}"
