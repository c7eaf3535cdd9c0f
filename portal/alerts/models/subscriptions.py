"""Who follows what. The address is sealed; when the last subscription goes, it goes too."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.queries import SearchQuery


class Rhythm(models.TextChoices):
    """How often mail comes."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    QUARTERLY = "quarterly", _("once a quarter")


class Subscriber(models.Model):
    """A mail address, and nothing else about whoever reads there."""

    #: Keyed hash of the address: finds it again, and does not tell it.
    mark = models.CharField(max_length=64, unique=True)
    #: The address, sealed (`portal.alerts.addresses`), and the wrapped keys to it.
    sealed = models.BinaryField()
    keys = models.JSONField(default=dict)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    #: Mails in a row that came back for good.
    bounces = models.PositiveSmallIntegerField(_("bounces"), default=0)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Followed(models.Model):
    """A search that somebody follows, or a single document; one row for all who follow the same. Never changed."""

    #: Digest of all that follows.
    digest = models.CharField(max_length=64, unique=True)
    text = models.CharField(_("words"), max_length=200, blank=True)
    #: Codes by facet, as in `SearchQuery`.
    filters = models.JSONField(default=dict, blank=True)
    #: Whether a document also fits that holds all words of the text apart from each other.
    apart = models.BooleanField(default=False)
    #: The key of the one document that is followed, as in search; else empty.
    document = models.CharField(max_length=60, blank=True, db_index=True)

    class Meta:
        verbose_name = _("followed search")
        verbose_name_plural = _("followed searches")
        default_permissions = ()

    def __str__(self) -> str:
        return self.document or self.query.address

    @property
    def query(self) -> SearchQuery:
        """The search; everything, for a single document."""
        return SearchQuery(text=self.text, filters={name: tuple(codes) for name, codes in self.filters.items()})


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions by state."""

    def active(self) -> Self:
        """Those whose address was confirmed for exactly them."""
        return self.filter(confirmed_at__isnull=False)


class Subscription(models.Model):
    """One subscriber follows one thing. Mail comes only after a click in a mail to the address itself."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    followed = models.ForeignKey(Followed, on_delete=models.PROTECT, related_name="subscriptions")
    rhythm = models.CharField(_("rhythm"), max_length=9, choices=Rhythm.choices, default=Rhythm.DAILY)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ("view",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subscriber", "followed"], name="followed_once_by_a_subscriber")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["followed", "confirmed_at"], name="subscription_by_followed")
        ]

    def __str__(self) -> str:
        return str(self.pk)
