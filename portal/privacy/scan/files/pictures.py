"""What cameras write into pictures: the place, the owner, the device."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO

from PIL import ExifTags, Image

from portal.privacy.scan.files.parts import Part, Place

_OWNERS = (
    ExifTags.Base.Artist,
    ExifTags.Base.Copyright,
    ExifTags.Base.XPAuthor,
    ExifTags.Base.ImageDescription,
    ExifTags.Base.XPComment,
    ExifTags.Base.XPTitle,
)
_DEVICES = (ExifTags.Base.CameraOwnerName, ExifTags.Base.BodySerialNumber, ExifTags.Base.LensSerialNumber)


def parts(content: bytes) -> Iterator[Part]:
    """Each telling property of the picture; ``where`` names it. Nothing is decoded but the head of the file."""
    with warnings.catch_warnings():
        # Neither size nor damaged data is a reason to refuse: the pixels are not read.
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(content)) as picture:
            exif = picture.getexif()
            notes = {key: value for key, value in picture.info.items() if isinstance(value, str)}
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        inner = exif.get_ifd(ExifTags.IFD.Exif)
    if place.get(ExifTags.GPS.GPSLatitude) or place.get(ExifTags.GPS.GPSLongitude):
        yield Part(Place.PHOTO, _position(place), "GPS")
    for tag in _OWNERS:
        if text := _text(exif.get(tag)):
            yield Part(Place.PHOTO, text, tag.name)
    for tag in _DEVICES:
        if text := _text(inner.get(tag)):
            yield Part(Place.PHOTO, text, tag.name)
    for key, value in notes.items():
        if value.strip():
            yield Part(Place.PROPERTIES, value, str(key))


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-16-le", "ignore")
    return value.replace("\0", "").strip() if isinstance(value, str) else ""


def _position(place: dict[int, object]) -> str:
    """Degrees as the camera wrote them: enough to see that they are there."""
    found = []
    for tag in (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude):
        value = place.get(tag)
        if isinstance(value, tuple) and value:
            found.append(f"{value[0]}°")
    return " ".join(found) or "GPS"
