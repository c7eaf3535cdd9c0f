"""The picture that goes with a link to a page elsewhere."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.templatetags.static import static

from portal.content.addresses import absolute
from portal.content.models import PortalPage
from portal.content.sizes import sizes_of

register = template.Library()


class SharedPicture(NamedTuple):
    """A picture by its whole address."""

    address: str
    width: int
    height: int
    text: str


@register.simple_tag
def shared_picture(page: PortalPage | None = None) -> SharedPicture:
    """The first picture in the text of a page that has one, else our mark."""
    return _first_of(getattr(page, "body", None)) or SharedPicture(absolute(static("img/share.png")), 1200, 630, "")


def _first_of(body: Any) -> SharedPicture | None:
    image = next((block.value["image"] for block in body or () if block.block_type == "figure"), None)
    if image is None:
        return None
    sizes = sizes_of(image)
    if sizes is None:
        # Its file is gone: the text shows none either.
        return None
    made = sizes.plain
    return SharedPicture(absolute(made.url), made.width, made.height, image.contextual_alt_text or "")
