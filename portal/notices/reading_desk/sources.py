"""What an editor brings to the desk: pasted text or a file, as the plain text that spans refer to."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.notices.importing.rows import UnusableFile
from portal.notices.reader.source import read_source, source_text

#: Characters of one text; and bytes of a file, which may hold pictures.
MAX_TEXT, MAX_FILE = 200_000, 10 << 20
SUFFIXES = (".html", ".htm", ".docx", ".pdf", ".txt")
#: Halves of characters and what no text holds: kept in length, since spans count characters.
_NO_TEXT = re.compile("[\ud800-\udfff\x00-\x08\x0e-\x1f]")
#: One in so many may be damaged before it is no text.
_DAMAGED_SHARE = 50


class SourceForm(forms.Form):
    """One of both: text, or a file."""

    text = forms.CharField(
        label=pgettext_lazy("reading desk", "Text of the notice"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Text or the source of a web page, up to 200,000 characters."),
    )
    file = forms.FileField(
        label=pgettext_lazy("reading desk", "Or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=_("HTML, DOCX, PDF with text, or TXT, up to 10 MB."),
    )

    def clean(self) -> dict[str, str]:
        """The plain text, under ``source``."""
        text, file = self.cleaned_data.get("text", ""), self.cleaned_data.get("file")
        if bool(text) == bool(file):
            raise ValidationError(
                _("Paste a text or choose a file.") if not text else _("Paste a text or choose a file, not both.")
            )
        field = "file" if file else "text"
        try:
            source = _of_file(file) if file else _of_text(text)
        except UnusableFile as error:
            self.add_error(field, str(error))
            return {}
        return {"source": source}


def _of_text(text: str) -> str:
    _check_length(text)
    return readable(source_text(text.replace("\r\n", "\n")))


def _of_file(file: UploadedFile) -> str:
    if (file.size or 0) > MAX_FILE:
        raise UnusableFile(_("The file is larger than 10 MB."))
    suffix = Path(file.name or "").suffix.lower()
    with tempfile.NamedTemporaryFile(suffix=suffix if suffix in SUFFIXES else "") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        return readable(read_source(Path(copy.name)))


def readable(text: str) -> str:
    """The text that can be kept. Raises `UnusableFile` for too much, nothing, and what is no text."""
    _check_length(text)
    kept, damaged = _NO_TEXT.subn("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not kept.strip():
        raise UnusableFile(_("There is no text in it."))
    if damaged * _DAMAGED_SHARE > len(kept):
        raise UnusableFile(_("This is no text: too many of its bytes are unreadable."))
    return kept


def _check_length(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise UnusableFile(
            _("The text has %(length)d characters; at most %(limit)d can be read at once. Cut it into its notices.")
            % {"length": len(text), "limit": MAX_TEXT}
        )
