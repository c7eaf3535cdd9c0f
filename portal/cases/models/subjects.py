"""Subjects: the persons and organisations of a case that were held to account."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from portal.cases import rules
from portal.cases.models.cases import Case
from portal.cases.models.terms import Term
from portal.organisations.models import Unit
from portal.privacy.names import NameForm, shown_name

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _term(name: StrPromise, taxonomy: str) -> models.ForeignKey:
    return models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to={"taxonomy": taxonomy},
        verbose_name=name,
    )


class Subject(Orderable, ClusterableModel):
    """A person or an organisation held to account in a case."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    class Responsibility(models.TextChoices):
        """What they answer for. A case with a direct one and one of the others is 一案双查."""

        DIRECT = "direct", _("direct responsibility")
        PRINCIPAL = "principal", _("principal responsibility")
        SUPERVISORY = "supervisory", _("supervisory responsibility")

    case = ParentalKey(Case, on_delete=models.CASCADE, related_name="subjects")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=120, blank=True)
    name_masked = models.CharField(
        _("masked name"),
        max_length=120,
        blank=True,
        help_text=_("Empty: the surname and 某 for each further character."),
    )
    name_form = models.CharField(_("name shown"), max_length=8, choices=NameForm.choices, default=NameForm.FULL)
    name_public_until = models.DateField(
        _("name public until"),
        null=True,
        blank=True,
        help_text=_("The last day. Empty: worked out from the influence periods of the measures."),
    )
    name_override_reason = models.TextField(
        _("why the name stays public longer"), blank=True, help_text=_("Needed for a later day than the rule gives.")
    )
    #: The last day by the rule of `portal.cases.expiry`, kept up with the measures; empty: no end by itself.
    name_rule_until = models.DateField(_("name public by the rule until"), null=True, blank=True, editable=False)
    #: Set by the nightly task when the name was taken out of everything public; from then on the day alone, corrected
    #: by a new measure, does not bring it back.
    masked_on = models.DateField(_("masked on"), null=True, blank=True, editable=False, db_index=True)

    marker = _term(_("marker of the post"), "post_prefix")
    post_then = models.CharField(_("post then"), max_length=200, blank=True)
    post_now = models.CharField(_("post now"), max_length=200, blank=True)
    unit_then = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("unit then")
    )
    rank = _term(_("rank group"), "ranks")
    rank_text = models.CharField(_("rank as written"), max_length=60, blank=True)
    status = _term(pgettext_lazy("of a person", "status"), "person_status")
    is_party_member = models.BooleanField(_("Party member"), null=True, blank=True)
    is_head = models.BooleanField(_("head of the unit (一把手)"), default=False)
    responsibility = models.CharField(
        _("responsibility"), max_length=12, choices=Responsibility.choices, default=Responsibility.DIRECT
    )
    leadership = _term(_("kind of leadership responsibility"), "acc_responsibility")

    #: How the name is shown is the rule's to say; the list of changes tells of masks.
    fields_never_public = frozenset(
        {"name_form", "name_masked", "name_override_reason", "name_public_until", "masked_on"}
    )

    class Meta(Orderable.Meta):
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        indexes: ClassVar[list[models.Index]] = [
            # What the nightly task asks for: few rows, whatever the number of subjects.
            models.Index(
                Coalesce("name_public_until", "name_rule_until"),
                condition=models.Q(masked_on=None),
                name="subject_name_expires",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.post_then or self.post_now

    def clean(self) -> None:
        """Refuse what cannot be true."""
        super().clean()
        rules.check(rules.of_subject(self))

    @property
    def name_until(self) -> date | None:
        """The last day of the full name: what an editor set, or the rule gives; None: no end by itself."""
        return name_until(self)

    @property
    def public_name(self) -> str:
        """The name as anybody may read it today; empty where only the post is shown."""
        return public_name(self)


class NameColumns(Protocol):
    """The columns of a subject that say how its name is shown: of the object itself, or of a row that holds them."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def name_form(self) -> str: ...
    @property
    def name_public_until(self) -> date | None: ...
    @property
    def name_rule_until(self) -> date | None: ...
    @property
    def masked_on(self) -> date | None: ...
    @property
    def name_masked(self) -> str: ...


def name_until(columns: NameColumns) -> date | None:
    """The last day of the full name: what an editor set, or the rule gives; None: no end by itself."""
    return columns.name_public_until or columns.name_rule_until


def public_name(columns: NameColumns, on: date | None = None) -> str:
    """The name that anybody may read on a day, today by default; empty where only the post is shown."""
    if columns.kind == Subject.Kind.ORGANISATION:
        return columns.name
    shown = NameForm(columns.name_form)
    if columns.masked_on and shown == NameForm.FULL:
        shown = NameForm.MASKED
    return shown_name(columns.name, shown, until=name_until(columns), masked=columns.name_masked, on=on)
