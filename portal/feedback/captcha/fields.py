"""The field for any form of citizens: ``captcha = CaptchaField(form_value="nonce")``, ``{{ form.captcha }}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.feedback.captcha import challenges, passes, speech, work
from portal.feedback.widgets import PortalWidget


class Answer(NamedTuple):
    """What came with a form."""

    key: str
    text: str
    work: str
    held: str
    form_value: str
    is_another_wanted: bool

    def is_solved(self) -> bool:
        """By an earlier answer, by this one, or by the computer's work."""
        return (
            passes.holds(self.held, self.form_value) or challenges.take(self.key, self.text) or work.is_done(self.work)
        )


class CaptchaWidget(PortalWidget):
    """Picture, sound, sum; hidden by the script once the computer has done its work."""

    template_name = "feedback/captcha.html"
    form_value = ""

    class Media:
        css: ClassVar = {"all": ["css/captcha.css"]}
        js: ClassVar = [forms.Script("js/proof.js", defer=True)]

    #: The pass, once it is solved.
    held = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Answer:
        """The answer's parts."""
        key, text, done, held = (str(data.get(f"{name}-{part}", "")) for part in ("key", "text", "work", "held"))
        value = str(data.get(self.form_value, "")) if self.form_value else ""
        # The Enter key presses the first button of a form: with an answer in hand it is not meant.
        return Answer(key, text, done, held, value, f"{name}-another" in data and not text.strip() and not done)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Never: without an answer it is not solved."""
        return False

    def id_for_label(self, id_: str) -> str:
        """The one field that is typed into."""
        return f"{id_}-text" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """A new challenge each time that it is shown, or the pass."""
        context: dict[str, Any] = super().get_context(name, None, attrs)
        attributes = context["widget"]["attrs"]
        described_by = f"{attributes.get('id', name)}-ways {attributes.get('aria-describedby', '')}".strip()
        context |= {"held": self.held, "is_asked": settings.CAPTCHA, "described_by": described_by}
        context["is_wrong"] = attributes.get("aria-invalid") == "true"
        if not self.held and settings.CAPTCHA:
            key = challenges.new_key()
            context |= {"key": key, "question": challenges.question(key), "work": work.challenge()}
            context["picture"] = reverse("captcha_picture", args=[key])
            context["sound"] = reverse("captcha_sound", args=[key]) if speech.is_spoken(get_language() or "") else ""
        return context


class CaptchaField(forms.Field):
    """Solved once for one form; ``form_value`` names the field with the form's random value, signed by the form."""

    widget = CaptchaWidget
    default_error_messages = {
        "wrong": _(
            "That was not right, or too much time has passed. What you typed is still here; please try once more."
        ),
        "another": _("Here is another picture. What you typed is still here."),
    }

    def __init__(self, *, form_value: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Check against automatic entries"))
        super().__init__(**kwargs)
        self.widget.form_value = form_value

    def hold(self, token: str, form_value: str) -> None:
        """Let a form that is shown without being judged keep the pass that it came with."""
        if passes.holds(token, form_value):
            self.widget.held = token

    def clean(self, value: Answer) -> bool:
        """Solved, or an error; the widget keeps the pass for when another field has one."""
        if not settings.CAPTCHA:
            return True
        if value.is_another_wanted:
            raise ValidationError(self.error_messages["another"], code="another")
        if not value.is_solved():
            raise ValidationError(self.error_messages["wrong"], code="wrong")
        if value.form_value:
            self.widget.held = passes.issue(value.form_value)
        return True
