"""The kinds of files that are taken. What is not named here is refused."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """By content, never by name."""

    JPEG = "jpeg", _("picture (JPEG)")
    PNG = "png", _("picture (PNG)")
    WEBP = "webp", _("picture (WEBP)")
    HEIC = "heic", _("picture (HEIC)")
    PDF = "pdf", "PDF"
    TEXT = "text", _("plain text")
    DOCX = "docx", _("text document (DOCX)")
    XLSX = "xlsx", _("spreadsheet (XLSX)")
    OFD = "ofd", _("layout document (OFD)")
    MP3 = "mp3", _("sound (MP3)")
    M4A = "m4a", _("sound (M4A)")
    MP4 = "mp4", _("video (MP4)")


#: Endings with which a file of this kind may come; the first is the one that its copy gets.
ENDINGS: dict[FileKind, tuple[str, ...]] = {
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.PNG: (".png",),
    FileKind.WEBP: (".webp",),
    FileKind.HEIC: (".heic", ".heif"),
    FileKind.PDF: (".pdf",),
    FileKind.TEXT: (".txt",),
    FileKind.DOCX: (".docx",),
    FileKind.XLSX: (".xlsx",),
    FileKind.OFD: (".ofd",),
    FileKind.MP3: (".mp3",),
    FileKind.M4A: (".m4a",),
    FileKind.MP4: (".mp4", ".m4v"),
}
MEDIA_TYPES: dict[FileKind, str] = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.HEIC: "image/heic",
    FileKind.PDF: "application/pdf",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.OFD: "application/ofd",
    FileKind.MP3: "audio/mpeg",
    FileKind.M4A: "audio/mp4",
    FileKind.MP4: "video/mp4",
}
PICTURES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.HEIC})
#: Nothing here can take out what a recorder wrote into them: the original is opened, with a reason, or nothing.
UNCLEANED = frozenset({FileKind.MP3, FileKind.M4A, FileKind.MP4})
ALL_ENDINGS = tuple(ending for endings in ENDINGS.values() for ending in endings)
