"""Uploads of citizens are read into memory, to a bound: Django's own handler would write large ones to a disk."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class InMemory(FileUploadHandler):
    """Keeps each file up to one byte more than may be, so that the form can tell; drops the rest."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._left = settings.ATTACHMENT_MAX_FILES * (settings.ATTACHMENT_MAX_BYTES + 1)
        self._held = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin another one."""
        super().new_file(*args, **kwargs)
        self._held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what there is room for."""
        room = min(settings.ATTACHMENT_MAX_BYTES + 1 - self._held.tell(), self._left)
        if room > 0:
            self._left -= self._held.write(raw_data[:room])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file; its size is what was sent, so that one that was cut is never taken for a whole one."""
        self._held.seek(0)
        return InMemoryUploadedFile(
            self._held,
            self.field_name,
            str(self.file_name),
            str(self.content_type),
            file_size,
            self.charset,
            self.content_type_extra,
        )
