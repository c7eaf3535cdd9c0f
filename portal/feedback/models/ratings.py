"""What citizens say of an answer."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.feedback.models.submissions import Submission

_STARS = (MinValueValidator(1), MaxValueValidator(5))


class Rating(models.Model):
    """One rating of one answer: 1 (bad) to 5 (good). After it was done again there may be another."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField(default=1)
    is_solved = models.BooleanField(_("solved"))
    attitude = models.PositiveSmallIntegerField(_("attitude"), validators=_STARS)
    speed = models.PositiveSmallIntegerField(_("speed"), validators=_STARS)
    rated_on = models.DateField(_("rated on"))

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "round"], name="rating_once_a_round"),
            models.CheckConstraint(
                condition=models.Q(attitude__range=(1, 5), speed__range=(1, 5)), name="rating_from_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.round}"
