"""Pictures in the text."""

from typing import Any

from django import template

from portal.content.models.files import PortalImage
from portal.content.sizes import SHOWN_AT, sizes_of

register = template.Library()


@register.inclusion_tag("content/picture.html")
def picture_in_sizes(image: PortalImage | None, *, first: Any = False) -> dict[str, Any]:
    """A picture, or its words in its place; ``first``: it is seen at once, so it is not loaded late."""
    if image is None:
        return {}
    return {"sizes": sizes_of(image), "alt": _words(image), "shown_at": SHOWN_AT, "first": first}


def _words(image: PortalImage) -> str:
    """The text of the block; of a picture without one, that of the library. Empty for one that only decorates."""
    if getattr(image, "decorative", False):
        return ""
    return getattr(image, "contextual_alt_text", None) or image.default_alt_text
