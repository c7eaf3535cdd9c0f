"""Pictures, made anew from their pixels: place, device, owner, comments and whatever hangs behind are gone."""

from __future__ import annotations

import warnings
from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps

from portal.feedback.attachments.kinds import FileKind
from portal.feedback.attachments.refusals import Refusal, Refused

#: What may be opened, and as what it is written.
FORMATS = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP", FileKind.HEIC: "HEIF"}
_QUALITY = 90


def allow(pixels: int) -> None:
    """Set the size above which a picture is not unpacked; Pillow itself refuses only twice of it."""
    Image.MAX_IMAGE_PIXELS = pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    pillow_heif.register_heif_opener()


def clean(content: bytes, kind: FileKind) -> tuple[FileKind, bytes]:
    """The first frame, turned the right way up. Photographs of telephones (HEIC) become JPEG, which all can open."""
    try:
        with Image.open(BytesIO(content), formats=[FORMATS[kind]]) as picture:
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            pixels = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused(Refusal.BOMB) from error
    # Saving what was opened keeps comments and profiles; a picture made from bytes has none to keep.
    fresh = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    written = FileKind.JPEG if kind is FileKind.HEIC else kind
    if written is FileKind.JPEG and fresh.mode == "RGBA":
        fresh = fresh.convert("RGB")
    file = BytesIO()
    fresh.save(file, FORMATS[written], quality=_QUALITY)
    return written, file.getvalue()
