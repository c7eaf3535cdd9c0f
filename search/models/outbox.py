"""What is still to be told to which index."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchConsumer(models.Model):
    """One index that is kept in step with the documents, one that is being built aside, or a listener."""

    class Kind(models.TextChoices):
        EMBEDDED = "embedded", _("embedded engine")
        ELASTICSEARCH = "elasticsearch", _("Elasticsearch")
        SUGGESTIONS = "suggestions", _("suggestions")
        BUILD = "build", _("index being built")
        LISTENER = "listener", _("listener")

    name = models.CharField(_("name"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    applied_at = models.DateTimeField(_("last applied"), null=True)
    #: None until it has been built from this database: the worker then builds it.
    rebuilt_at = models.DateTimeField(_("last rebuilt"), null=True)
    #: Failures in a row; the next try is not before `retry_at`.
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    retry_at = models.DateTimeField(_("next try"), null=True)

    class Meta:
        verbose_name = _("search index")
        verbose_name_plural = _("search indexes")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class OutboxEntry(models.Model):
    """A key whose document may have changed. It says nothing of how: the document is read when the row is applied."""

    consumer = models.ForeignKey(
        SearchConsumer, on_delete=models.CASCADE, related_name="entries", db_index=False, verbose_name=_("index")
    )
    key = models.CharField(_("key"), max_length=200)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    #: Only for a document that by itself cannot be applied; an engine that is away is noted in its consumer.
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    retry_at = models.DateTimeField(_("next try"), null=True)

    class Meta:
        verbose_name = _("outbox entry")
        verbose_name_plural = _("outbox entries")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["consumer", "id"], name="outbox_by_consumer"),
            models.Index(fields=["consumer", "key"], name="outbox_by_key"),
        ]

    def __str__(self) -> str:
        return self.key
