"""The order of the editing screen: what happened, who, what was done, how far it went."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList

from portal.cases.admin.case_forms import CaseForm, MeasureForm, ReexaminationForm, SubjectForm
from portal.cases.admin.parts import PartsPanel
from portal.cases.widgets import TermCheckboxes


class FoldedPanel(MultiFieldPanel):
    """Fields that few cases need, folded away unless one of them is wrong. Wagtail folds no group inside of parts."""

    def __init__(self, *args: Any, summary: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.summary = summary

    def clone_kwargs(self) -> dict[str, Any]:
        """With the words on the fold."""
        return {**super().clone_kwargs(), "summary": self.summary}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The fold of one form."""

        template_name = "cases/admin/folded_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """With whether it stands open."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            wrong = set(self.form.errors) if self.form.is_bound else set()
            return {**context, "is_open": not wrong.isdisjoint(self.panel.get_form_options()["fields"])}


_case = MultiFieldPanel(
    [
        FieldPanel(
            "heading",
            # Publishing a notice publishes its cases without this form: not even a draft goes without.
            required_on_save=True,
            help_text=_("As in the notice: unit, post then, name and what it is about."),
        ),
        FieldRowPanel(
            [
                FieldPanel("unit", help_text=_("Where it happened; archive and statistics go by it.")),
                FieldPanel("region", help_text=_("Only where it is another than that of the unit.")),
            ]
        ),
        FieldPanel("facts", help_text=_("As published; an empty line parts paragraphs.")),
    ],
    heading=_("What happened"),
)
_measures = PartsPanel(
    "measures",
    [
        FieldRowPanel([FieldPanel("grade"), FieldPanel("term")]),
        FieldRowPanel(
            [
                FieldPanel("decided_on", help_text=_("As exactly as it is known: 2021, 2021年4月, 2021-04-13.")),
                FieldPanel("body", help_text=_("Who decided it; not always the discipline office.")),
            ]
        ),
        FieldRowPanel([FieldPanel("text"), FieldPanel("influence_until")]),
    ],
    heading=_("Measures"),
    label=_("measure"),
    form=MeasureForm,
)
_name = FoldedPanel(
    [
        FieldRowPanel([FieldPanel("name_form"), FieldPanel("name_masked")]),
        FieldRowPanel([FieldPanel("name_public_until"), FieldPanel("name_override_reason")]),
    ],
    summary=_("How the name is shown"),
)
_subjects = PartsPanel(
    "subjects",
    [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("name"), FieldPanel("responsibility")]),
        FieldRowPanel([FieldPanel("marker"), FieldPanel("post_then", help_text=_("The post when it happened."))]),
        FieldRowPanel([FieldPanel("rank"), FieldPanel("is_head"), FieldPanel("is_party_member")]),
        _measures,
        FoldedPanel(
            [
                FieldRowPanel([FieldPanel("post_now"), FieldPanel("status")]),
                FieldRowPanel(
                    [
                        FieldPanel("unit_then", help_text=_("Only where it is another than the unit concerned.")),
                        FieldPanel("rank_text"),
                    ]
                ),
                FieldPanel("leadership"),
            ],
            summary=_("More about the subject"),
        ),
        _name,
    ],
    heading=_("Who was held to account"),
    label=_("subject"),
    help_text=_(
        "Those who answer for the act itself, and those for principal or supervisory responsibility (一案双查)."
    ),
    form=SubjectForm,
)
_progress = MultiFieldPanel(
    [
        FieldRowPanel(
            [
                FieldPanel("concluded_on", help_text=_("As exactly as it is known: 2021, 2021年4月, 2021-04-13.")),
                FieldPanel("quarter", help_text=_("Such as 2026Q3. Empty: that of the day before it.")),
            ]
        ),
        FieldRowPanel([FieldPanel("stage"), FieldPanel("source")]),
        FieldRowPanel([FieldPanel("traced_up"), FieldPanel("other_problems")]),
    ],
    heading=_("How far it went"),
)
_look_back = MultiFieldPanel(
    [
        FieldPanel("look_back_on", help_text=_("Set it anew, or empty it, after a re-examination.")),
        PartsPanel(
            "reexaminations",
            [FieldRowPanel([FieldPanel("examined_on"), FieldPanel("outcome")]), FieldPanel("note")],
            heading=_("Re-examinations"),
            label=_("re-examination"),
            form=ReexaminationForm,
        ),
    ],
    heading=_("Look back (回头看)"),
    classname="collapsed",
)

_correction = MultiFieldPanel(
    [FieldPanel("correction_what"), FieldPanel("correction_why"), FieldPanel("wording_only")],
    heading=_("Correction"),
    help_text=_("Only where readers know the case already: the day is added, and the note stands on top of it."),
    classname="collapsed",
)

case_edit_handler = ObjectList(
    [
        _case,
        _subjects,
        FieldPanel("violations", widget=TermCheckboxes),
        _progress,
        InlinePanel(
            "act_periods",
            [FieldRowPanel([FieldPanel("start"), FieldPanel("end"), FieldPanel("text")])],
            heading=_("Periods of the acts"),
            label=_("period"),
        ),
        InlinePanel(
            "amounts",
            [FieldRowPanel([FieldPanel("text"), FieldPanel("what")])],
            heading=_("Amounts"),
            label=_("amount"),
            help_text=_("As written; they are never added up."),
        ),
        _look_back,
        _correction,
        FieldPanel("external_id", help_text=_("Never public; the import finds the case again by it.")),
    ],
    base_form_class=CaseForm,
)
