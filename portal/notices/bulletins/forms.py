"""The editing form of bulletins: a table editor, the proposed cases, and the button that compiles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.cases.models import Case
from portal.notices.bulletins.typing import take_typed
from portal.notices.bulletins.widgets import FiguresWidget
from portal.notices.forms import NoticeForm

#: Name of the button that saves the draft and compiles it.
COMPILE = "action-compile"


class FiguresField(forms.Field):
    """The tables; what comes from the browser is the texts of the cells, and the moment that the form knew of."""

    widget = FiguresWidget

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Shown again after a refusal: the stored tables with what was typed."""
        return {**(initial or {}), "typed": data["cells"]} if isinstance(data, dict) else initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether anything was typed."""
        return bool(data and data.get("cells"))


class BulletinForm(NoticeForm):
    """Takes typed figures into the tables, and proposed cases among the typical ones."""

    figures = FiguresField(label=_("Tables"), required=False)
    chosen_cases = forms.ModelMultipleChoiceField(
        Case.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Proposed cases"),
        help_text=_("Chosen ones are added to the typical cases below when the draft is saved."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "chosen_cases" in self.fields:
            taken = {link.case_id for link in self.instance.case_links.all()} if self.instance.pk else set()
            proposed = [number for number in self.instance.proposals or () if number not in taken]
            self.fields["chosen_cases"].queryset = Case.objects.filter(pk__in=proposed, live=True)

    @property
    def is_compiling(self) -> bool:
        """Whether the button was pressed."""
        return COMPILE in self.data

    def clean_figures(self) -> Any:
        """The stored figures with what was typed; every refusal names its cell."""
        stored = self.instance.figures or {}
        given = self.cleaned_data.get("figures") or {}
        if not given.get("cells") or not stored:
            return stored
        if given.get("stamp") != stored.get("compiled_at"):
            raise ValidationError(
                _("The figures were compiled again meanwhile; reload the page to type into the new ones.")
            )
        changed, problems, hidden = take_typed(stored, given["cells"])
        if problems:
            raise ValidationError(problems)
        self.hidden_figures = hidden
        return changed

    def clean(self) -> dict[str, Any]:
        """Add the chosen cases; one that is there already stays as it is."""
        cleaned = super().clean()
        for case in cleaned.get("chosen_cases") or ():
            if all(link.case_id != case.pk for link in self.instance.case_links.all()):
                self._wanted_cases = [*getattr(self, "_wanted_cases", ()), case]
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """The page with the chosen cases after those that it had."""
        page = super().save(commit=commit)
        model = type(page).case_links.rel.related_model
        there = {link.case_id for link in page.case_links.all()}
        for case in getattr(self, "_wanted_cases", ()):
            if case.pk not in there:
                page.case_links.add(model(case=case, sort_order=page.case_links.count()))
        return page

    def _post_clean(self) -> None:
        self.instance.is_compiling = self.is_compiling
        super()._post_clean()

    def words_on_hidden(self) -> str:
        """What to tell the editor of figures that were hidden to protect reporters; empty where none was."""
        count = getattr(self, "hidden_figures", 0)
        if not count:
            return ""
        return ngettext(
            "%(count)d small figure was hidden, so that nobody can tell who reported.",
            "%(count)d small figures were hidden, so that nobody can tell who reported.",
            count,
        ) % {"count": count}
