"""The time limits of the rules, and how what is late goes up: tables that the office may edit."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    """What a limit is counted in."""

    WORKING_DAYS = "working", _("working days")
    DAYS = "days", _("days")
    MONTHS = "months", _("months")


class TimeLimit(models.Model):
    """How long something may take. An office may set shorter limits than the rules; clocks that run keep theirs."""

    class Code(models.TextChoices):
        """Where each begins and ends, the table of transitions says; articles in docs/clocks.md."""

        TIP_ROUTE = "tip_route", _("tip: pass on or accept")
        TIP_NOTICE = "tip_notice", _("tip: tell a named reporter whether it is accepted")
        TIP_FINISH = "tip_finish", _("tip: conclude")
        TIP_RESULT = "tip_result", _("tip: tell a named reporter the result")
        INQUIRY_ROUTE = "inquiry_route", _("inquiry: decide who answers")
        INQUIRY_NOTICE = "inquiry_notice", _("inquiry: tell whether it is accepted")
        INQUIRY_FINISH = "inquiry_finish", _("inquiry: answer")
        REOPENED_FINISH = "reopened_finish", _("reopened: conclude")
        REFERRAL_REPLY = "referral_reply", _("referral: answer of the unit")

    code = models.CharField(_("limit"), max_length=24, choices=Code.choices, unique=True)
    amount = models.PositiveSmallIntegerField(_("how long"), validators=[MinValueValidator(1), MaxValueValidator(730)])
    measure = models.CharField(_("counted in"), max_length=8, choices=Measure.choices)
    extension = models.PositiveSmallIntegerField(
        _("extension"), default=0, help_text=_("Days by which it may be extended in all; 0 for not at all.")
    )
    remind_before = models.PositiveSmallIntegerField(
        _("remind before"), default=3, help_text=_("Working days before the due day.")
    )
    is_for_named = models.BooleanField(
        _("only for named reporters"), default=False, help_text=_("Nobody can be told what was handed in anonymously.")
    )

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        default_permissions = ("change", "view")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(amount__gte=1), name="time_limit_is_positive")
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())


class EscalationStep(models.Model):
    """One level up: who learns of what is late, so many working days after it was due."""

    class Level(models.IntegerChoices):
        HEAD = 1, _("head of the unit")
        SUPERVISOR = 2, _("supervisor")
        LEADERSHIP = 3, _("leadership")

    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, unique=True)
    days_after = models.PositiveSmallIntegerField(
        _("working days after the due day"), validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("escalation step")
        verbose_name_plural = _("escalation steps")
        default_permissions = ("change", "view")
        ordering: ClassVar[list[str]] = ["level"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(days_after__gte=1), name="escalation_after_the_due_day")
        ]

    def __str__(self) -> str:
        return str(self.get_level_display())
