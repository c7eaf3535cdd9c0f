"""A picture in the sizes and formats that readers' screens ask for: small first, and never a page that moves."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from time import monotonic
from typing import Any, NamedTuple

from django.db import transaction
from PIL.Image import DecompressionBombError
from wagtail.images.models import AbstractRendition
from wagtail.signals import page_published

from portal.content.models.files import PortalImage
from portal.content.models.pages import PortalPage

logger = logging.getLogger(__name__)

#: Widths in pixels; the text column is 720 wide at most, and screens of phones show two pixels or three for one.
WIDTHS = (480, 960, 1440)
#: What an old browser gets.
PLAIN_WIDTH = 960
#: Taller pictures are made smaller as a whole: three screens for one picture are enough.
TALLEST = 3000
#: The best first; a browser takes the first that it knows.
MODERN = {"avif": "image/avif", "webp": "image/webp"}
#: The width at which the picture stands in the text, for the browser's choice.
SHOWN_AT = "(min-width: 48rem) 45rem, 100vw"
#: What a picture that is gone, cut off or none at all makes the image libraries raise.
UNREADABLE = (OSError, SyntaxError, ValueError, DecompressionBombError)
#: Seconds that an editor who publishes waits for sizes; those that are missing then are made for the first reader.
PATIENCE = 5.0


class Source(NamedTuple):
    """The sizes of one format."""

    kind: str
    srcset: str


class Sizes(NamedTuple):
    """A picture with all that it may be shown as."""

    sources: tuple[Source, ...]
    plain: AbstractRendition


def sizes_of(image: PortalImage) -> Sizes | None:
    """The sizes, made now if they are not there; None, and a line in the log, when the file cannot be read."""
    modern, plain = _specs(image)
    try:
        made = image.get_renditions(*(spec for specs in modern.values() for spec in specs), plain)
    except UNREADABLE as error:
        logger.warning("picture %s cannot be shown (%s)", image.pk, type(error).__name__)
        return None
    sources = tuple(
        Source(MODERN[name], ", ".join(f"{made[spec].url} {made[spec].width}w" for spec in specs))
        for name, specs in modern.items()
    )
    return Sizes(sources, made[plain])


def connect() -> None:
    """Make the sizes when a page goes live, so that its first readers do not wait for them."""
    page_published.connect(published)


def published(instance: Any, **kwargs: Any) -> None:
    """A page went live."""
    if isinstance(instance, PortalPage) and (images := list(_pictures(instance))):
        transaction.on_commit(lambda: make(images), robust=True)


def make(images: Iterable[PortalImage]) -> None:
    """Make what is missing, as long as patience lasts."""
    end = monotonic() + PATIENCE
    for image in images:
        if monotonic() > end:
            return
        sizes_of(image)


def _pictures(page: PortalPage) -> Iterable[PortalImage]:
    for block in getattr(page, "body", None) or ():
        if block.block_type == "figure" and block.value["image"]:
            yield block.value["image"]


def _specs(image: PortalImage) -> tuple[Mapping[str, tuple[str, ...]], str]:
    """Wagtail's names of the sizes: by modern format, and the plain one. No size is larger than the picture itself."""
    kind = PurePath(image.file.name or "").suffix.lower()
    if kind == ".gif":
        # It may move, which the other formats do otherwise or not at all.
        return {}, _within(PLAIN_WIDTH)
    widths = [width for width in WIDTHS[:-1] if width < image.width] + [min(image.width, WIDTHS[-1])]
    modern = {name: tuple(f"{_within(width)}|format-{name}" for width in dict.fromkeys(widths)) for name in MODERN}
    return modern, f"{_within(PLAIN_WIDTH)}|format-{'png' if kind == '.png' else 'jpeg'}"


def _within(width: int) -> str:
    return f"max-{width}x{TALLEST}"
