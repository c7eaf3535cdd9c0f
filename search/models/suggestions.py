"""The tables behind suggestions and did-you-mean, for both engines alike."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SuggestionGeneration(models.Model):
    """One complete set of suggestions: the one that answers, or one being built aside."""

    version = models.CharField(_("version"), max_length=40)
    active = models.BooleanField(_("answers"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["active"], condition=models.Q(active=True), name="one_suggestion_generation_answers"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.version})"


class SuggestedDocument(models.Model):
    """A title that can be suggested, and the words that its document adds to the vocabulary."""

    generation = models.ForeignKey(
        SuggestionGeneration, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=24)
    title = models.TextField()
    url = models.CharField(max_length=1000)
    date = models.DateField()
    #: Distinct words, parted by spaces: what to take out of the vocabulary when the document goes.
    words = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["generation", "key"], name="one_suggestion_for_a_document")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["generation", "url"], name="suggestion_by_address")
        ]

    def __str__(self) -> str:
        return self.title


class SuggestionKey(models.Model):
    """One way to begin typing what a title says, from one of its words on."""

    generation = models.ForeignKey(
        SuggestionGeneration, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    document = models.ForeignKey(SuggestedDocument, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    #: UTF-8 as bytes: both databases compare it byte by byte, so that a prefix is a range of the index.
    prefix = models.BinaryField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["generation", "prefix", "document"], name="suggestion_by_prefix")
        ]

    def __str__(self) -> str:
        return bytes(self.prefix).decode(errors="replace")


class Word(models.Model):
    """A word that stands in some public document; it goes with the last of them."""

    generation = models.ForeignKey(
        SuggestionGeneration, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    text = models.CharField(max_length=64)
    #: Without tones and in the form in which sounds that are often confused are one.
    sound = models.CharField(max_length=160)
    initials = models.CharField(max_length=64)
    documents = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["generation", "text"], name="one_row_for_a_word")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["generation", "sound"], name="word_by_sound"),
            models.Index(fields=["generation", "initials"], name="word_by_initials"),
        ]

    def __str__(self) -> str:
        return self.text
