"""Live hearings (阳光问效): what was asked in public, what was promised, what became of it. Nothing is sealed."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from portal.feedback.models.submissions import Submission
from portal.organisations.models import Region, Unit


class HearingQuerySet(models.QuerySet["Hearing"]):
    """Hearings by what readers may see."""

    def published(self) -> Self:
        """What anybody may read."""
        return self.filter(is_public=True)


class Hearing(ClusterableModel):
    """One session: a day, a place, and the questions that were put."""

    title = models.CharField(_("title"), max_length=120)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("region")
    )
    summary = models.TextField(_("summary"), max_length=3000, blank=True)
    is_public = models.BooleanField(_("public"), default=False, help_text=_("Whether anybody may read it."))

    objects = HearingQuerySet.as_manager()

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, in the reader's language."""
        return reverse("hearing", kwargs={"number": self.pk})


class HearingQuestion(Orderable):
    """One question of a hearing."""

    class Role(models.TextChoices):
        """Who asked: a role, never a name."""

        DEPUTY = "deputy", _("deputy of the people's congress")
        DELEGATE = "delegate", _("Party delegate")
        CPPCC = "cppcc", _("member of the CPPCC")
        CITIZEN = "citizen", _("representative of the public")
        BUSINESS = "business", _("representative of business")
        MEDIA = "media", _("media")
        HOST = "host", _("host")

    hearing = ParentalKey(Hearing, on_delete=models.CASCADE, related_name="questions")
    asked_by = models.CharField(_("asked by"), max_length=8, choices=Role.choices, default=Role.CITIZEN)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("unit asked")
    )
    question = models.TextField(_("question"), max_length=2000)
    promise = models.TextField(_("what was promised"), max_length=2000, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    #: The inquiry as which it goes on.
    submission = models.OneToOneField(
        Submission, on_delete=models.SET_NULL, related_name="+", null=True, blank=True, editable=False
    )

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        default_permissions = ()

    def __str__(self) -> str:
        return self.question[:60]

    @property
    def is_late(self) -> bool:
        """Not done after its day, or done after it."""
        return self.due_on is not None and (self.done_on or timezone.localdate()) > self.due_on

    def clean(self) -> None:
        """What is done has a result to show."""
        if self.done_on and not self.result.strip():
            raise ValidationError({"result": _("Say what came of it.")})
