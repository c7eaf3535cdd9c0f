"""Words that staff declare to mean the same."""

import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.analysis import normalise, trimmed

_separators = re.compile(r"[\s、;；,，]+")
MOST_WORDS = 20


def words_of(text: str) -> tuple[str, ...]:
    """The words of a list that staff typed, normalised, each once."""
    found = (trimmed(normalise(word)) for word in _separators.split(text))
    return tuple(dict.fromkeys(word for word in found if word))


class SynonymGroup(models.Model):
    """Who searches for one of these words finds the others as well."""

    words = models.CharField(
        _("words"), max_length=400, help_text=_("At least two, parted by spaces or 、 or ;. Example: 公款吃喝 公款宴请")
    )
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering: ClassVar[list[str]] = ["words"]

    def __str__(self) -> str:
        return self.words

    @property
    def terms(self) -> tuple[str, ...]:
        """The words in the form in which they are searched."""
        return words_of(self.words)

    def clean(self) -> None:
        """Two words make a group."""
        if not 2 <= len(self.terms) <= MOST_WORDS:
            raise ValidationError({"words": _("Give from 2 to %(most)d different words.") % {"most": MOST_WORDS}})
