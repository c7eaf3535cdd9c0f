"""How words stand together in a sentence: brackets and lists, as the language in use writes them."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def in_brackets(text: object) -> str:
    """What follows a word as a remark: `` (remark)``, or （remark） in Chinese; nothing for nothing."""
    return pgettext("a remark after a word", " (%(text)s)") % {"text": text} if text else ""


def listed(texts: Iterable[object]) -> str:
    """Several in a row: 警告、免职, or ``warning, removal`` in English."""
    return pgettext("between names", ", ").join(str(text) for text in texts)
