"""Fields of citizens' forms: they keep every character that was typed, and know when nothing can be seen of it."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: A browser sends line ends as two characters; they count as one, as on the screen.
_LINES = str.maketrans({"\0": None, "\r": None})


class TypedField(forms.CharField):
    """Text as typed: nothing is trimmed or composed, only line ends are made one kind and NUL, which no screen shows,
    is dropped. What shows nothing at all counts as empty."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": _("Please fill this in.")}

    def __init__(self, *, length: int, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.length = length

    def to_python(self, value: Any) -> str:
        """Whole and unchanged."""
        return str(value or "").replace("\r\n", "\n").translate(_LINES)

    def clean(self, value: Any) -> str:
        """Not too long, and something to see where it is required."""
        text = self.to_python(value)
        if not is_visible(text):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return ""
        if len(text) > self.length:
            raise ValidationError(
                _("This has %(count)d characters; %(length)d are possible. Nothing of it was cut off."),
                code="max_length",
                params={"count": len(text), "length": self.length},
            )
        return text


def is_visible(text: str) -> bool:
    """Whether anything of it can be seen: blanks, joiners and direction marks alone cannot."""
    return any(unicodedata.category(mark)[0] not in "ZC" for mark in text)


class ManyFiles(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """All files that were chosen; `portal.feedback.attachments` looks through them."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """As they came, empty ones too: the one who looks through them has a word for each."""
        return [file for file in (data if isinstance(data, list | tuple) else [data]) if file]


class FilesInput(ManyFiles):
    """Gives the whole list."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """Every file of the field."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []
