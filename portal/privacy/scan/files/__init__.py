"""The text of uploaded files, hidden parts included, in bounded time and memory."""

from portal.privacy.scan.files.parts import Part, Place, Unread
from portal.privacy.scan.files.reading import text_of

__all__ = ["Part", "Place", "Unread", "text_of"]
