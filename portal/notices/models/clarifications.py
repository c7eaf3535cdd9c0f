"""Clarifications (澄清正名): what was alleged of somebody, looked into, and found not to be so."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page

from portal.cases.models import Subject, Term
from portal.notices.clarifications import panels
from portal.notices.clarifications.forms import ClarificationForm
from portal.notices.models.base import NoticePage
from portal.notices.models.case_links import CaseLink
from portal.notices.panels import promote
from portal.organisations.models import Unit
from portal.privacy.names import NOBODY, NameForm, shown_name


class ClarificationPage(NoticePage):
    """Clears one person or organisation, and what was published of them. A person is masked unless they consent."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    class ConsentForm(models.TextChoices):
        """How the person consented to be named."""

        WRITTEN = "written", _("in writing")
        RECORD = "record", _("said, and put on record")

    kind = "clarification"
    template = "notices/clarification.html"
    parent_page_types: ClassVar[list[str]] = ["notices.ClarificationIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    cleared_kind = models.CharField(_("who is cleared"), max_length=12, choices=Kind.choices, default=Kind.PERSON)
    person_name = models.CharField(_("name"), max_length=120, blank=True)
    person_masked = models.CharField(
        _("masked name"),
        max_length=120,
        blank=True,
        help_text=_("Empty: the surname and 某 for each further character."),
    )
    person_post = models.CharField(_("post"), max_length=200, blank=True)
    person_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    name_form = models.CharField(_("name shown"), max_length=8, choices=NameForm.choices, default=NameForm.MASKED)
    consent_on = models.DateField(_("consented to be named on"), null=True, blank=True)
    consent_form = models.CharField(_("form of the consent"), max_length=8, choices=ConsentForm.choices, blank=True)
    consent_recorded_by = models.CharField(_("consent recorded by"), max_length=150, blank=True, editable=False)

    accusation = models.TextField(_("what was alleged"), max_length=2000)
    verified_by = models.CharField(
        _("verified by"), max_length=120, help_text=_("Who verifies clears (谁核实、谁澄清).")
    )
    finding = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        limit_choices_to={"taxonomy": "truth_result"},
        verbose_name=_("finding"),
    )
    mode = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        limit_choices_to={"taxonomy": "clarify_mode"},
        verbose_name=_("mode of the clarification"),
    )
    extent = models.CharField(
        _("within which circle"), max_length=200, blank=True, help_text=_("Such as 镇机关和所属村社干部大会.")
    )
    clarified_on = models.DateField(_("cleared on"), null=True)
    elsewhere = models.TextField(
        _("what is cleared elsewhere"),
        max_length=1000,
        blank=True,
        help_text=_("Where it was published or spread, if that was not on this portal."),
    )

    approved_by = models.CharField(_("approved by"), max_length=120, help_text=_("Internal; never public."))
    approved_on = models.DateField(_("approved on"), null=True)
    visit_on = models.DateField(_("follow-up visit"), null=True, blank=True, help_text=_("Internal; never public."))

    fields_never_public = frozenset(
        {
            "person_name", "person_masked", "consent_on", "consent_form", "consent_recorded_by",
            "approved_by", "approved_on", "visit_on", "steps",
        }
    )  # fmt: skip
    #: Names of those who act for the office, and the name that the form of its showing protects.
    fields_not_scanned = frozenset({"person_name", "person_masked", "approved_by"})

    base_form_class = ClarificationForm
    content_panels = panels.clarification_content
    promote_panels = promote

    class Meta(NoticePage.Meta):
        verbose_name = _("clarification")
        verbose_name_plural = _("clarifications")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(name_form=NameForm.FULL)
                | models.Q(cleared_kind="organisation")
                | (models.Q(consent_on__isnull=False) & ~models.Q(consent_form="") & ~models.Q(consent_recorded_by="")),
                name="named_with_consent",
            )
        ]

    def clean(self) -> None:
        """Only findings that clear, only with approval, and no name without consent."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.finding and self.finding.attributes.get("clarify") is False:
            errors["finding"] = _("“%(finding)s” clears nobody: such a case is not for clarification.") % {
                "finding": self.finding.label
            }
        if self.names_without_consent:
            errors["name_form"] = _("The name is shown in full only with the recorded consent of the person.")
        if self.approved_on and self.clarified_on and self.clarified_on < self.approved_on:
            errors["clarified_on"] = _("This lies before the approval.")
        if errors:
            raise ValidationError(errors)

    @property
    def names_without_consent(self) -> bool:
        """Whether a person would be named who has not consented on record."""
        is_person = self.cleared_kind == self.Kind.PERSON
        consents = bool(self.consent_on and self.consent_form and self.consent_recorded_by)
        return is_person and self.name_form == NameForm.FULL and not consents

    @property
    def public_name(self) -> str:
        """The name as anybody may read it today. What a case hides of the person stays hidden here as well."""
        if self.cleared_kind == self.Kind.ORGANISATION:
            return self.person_name
        hidden = self.names_without_consent or (self.name_form == NameForm.FULL and self._is_hidden_in_case())
        form = NameForm.MASKED if hidden else NameForm(self.name_form)
        return shown_name(self.person_name, form, masked=self.person_masked)

    def hidden_names(self) -> dict[str, str]:
        """The name with what stands for it wherever else the page says it; empty where it may be read."""
        shown = self.public_name
        return {self.person_name: shown or NOBODY} if self.person_name and shown != self.person_name else {}

    def _is_hidden_in_case(self) -> bool:
        """Whether a case that it clears hides the same name."""
        cases = [link.case_id for link in self.case_links.all()]
        subjects = Subject.objects.filter(case__in=cases, name=self.person_name) if cases else ()
        return any(subject.public_name != subject.name for subject in subjects)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what it clears, as far as anybody may read that."""
        from portal.notices.clarifications.cleared import cleared_by

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "cleared": cleared_by(self)}


class ClarificationCase(CaseLink):
    """A case that is cleared, as a whole or for one of its subjects."""

    page = ParentalKey(ClarificationPage, on_delete=models.CASCADE, related_name="case_links")
    subject = models.ForeignKey(
        Subject,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("subject cleared"),
        help_text=_("Empty: the case as a whole."),
    )

    class Meta(CaseLink.Meta):
        verbose_name = _("case cleared")
        verbose_name_plural = _("cases cleared")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "case"], name="case_once_per_clarification")
        ]

    def clean(self) -> None:
        """The subject is one of the case."""
        super().clean()
        if self.subject_id and self.case_id and self.subject and self.subject.case_id != self.case_id:
            raise ValidationError({"subject": _("This subject is of another case.")})


class ClarificationNotice(Orderable):
    """A notice that is cleared; the clarification stands on top of it."""

    page = ParentalKey(ClarificationPage, on_delete=models.CASCADE, related_name="notice_links")
    notice = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("notice"))

    class Meta(Orderable.Meta):
        verbose_name = _("notice cleared")
        verbose_name_plural = _("notices cleared")

    def __str__(self) -> str:
        return str(self.notice)


class ClarificationStep(Orderable):
    """A step of the way to a clarification, for the file of the office; never public."""

    page = ParentalKey(ClarificationPage, on_delete=models.CASCADE, related_name="steps")
    step = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"taxonomy": "clarify_step"},
        verbose_name=_("step"),
    )
    done_on = models.DateField(_("done on"))
    note = models.TextField(_("note"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return f"{self.done_on} {self.step}"
