"""Names of the kinds of what is published, for the search filter."""

from collections.abc import Collection, Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.vocabularies import Label, register_vocabulary

#: In the order of the filter.
NAMES: Mapping[str, Promise] = {
    "case": _("Case notice"),
    "case_record": _("Case"),
    "warning": _("Warning"),
    "bulletin": _("Quarterly bulletin"),
    "clarification": _("Clarification"),
    "inspection": _("Inspection"),
    "inquiry": _("Answered inquiry"),
}


class NoticeKinds:
    """The few kinds there are; no other is known."""

    def labels(self, codes: Collection[str], language: str) -> Mapping[str, Label]:
        """A label for each of these codes."""
        with translation.override(language):
            return {
                code: Label(str(name), order=str(place))
                for place, (code, name) in enumerate(NAMES.items())
                if code in codes
            }

    def resolve(self, value: str) -> str | None:
        """The code itself."""
        return value if value in NAMES else None


def register() -> None:
    """Hand the kinds to search."""
    register_vocabulary("kind", NoticeKinds())
