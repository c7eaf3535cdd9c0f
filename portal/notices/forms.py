"""The editing form of notices."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from portal.content.links import internal_pages_linked_from


class NoticeForm(WagtailAdminPageForm):
    """Holds a public text clear of internal notices while its editor can still see to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing of a Chinese title fits into an address: the notice makes its own (`slugs`).
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """A link brings the other notice's title into the text: a public text has none to an internal notice."""
        cleaned: dict[str, Any] = super().clean()
        if "body" in cleaned and cleaned.get("scope") == "public":
            probe = type(self.instance)(body=cleaned["body"])
            for page in internal_pages_linked_from(probe, "body"):
                message = _("The text links to an internal notice: %(title)s. Take out the link and its words.")
                self.add_error("body", ValidationError(message, params={"title": page.title}))
        return cleaned

    def _post_clean(self) -> None:
        # Django hands many-to-many values over when it saves; the rules of the model need to see them now.
        if "audience" in self.cleaned_data:
            self.instance.audience = self.cleaned_data["audience"]
        super()._post_clean()
