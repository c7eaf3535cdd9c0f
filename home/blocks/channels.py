"""The ways to hand in a tip or an inquiry, as cards that the editor fills."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from home.blocks.headed import HeadedBlock, in_language
from portal.content.models.pages import is_under_restriction

_TEXTS = ("title", "text", "hours", "link_text")


class ChannelBlock(blocks.StructBlock):
    """One way: what it is for, where it leads, whom to call and when."""

    title = blocks.CharBlock(label=_("Title of the card"), max_length=30)
    title_en = blocks.CharBlock(label=_("Title in English"), max_length=60, required=False)
    text = blocks.TextBlock(label=_("Explanation on the card"), max_length=300)
    text_en = blocks.TextBlock(label=_("Explanation in English"), max_length=500, required=False)
    phone = blocks.CharBlock(label=_("Telephone"), max_length=30, required=False, help_text=_("Such as 12388."))
    hours = blocks.CharBlock(label=_("Opening hours"), max_length=100, required=False)
    hours_en = blocks.CharBlock(label=_("Opening hours in English"), max_length=100, required=False)
    page = blocks.PageChooserBlock(
        label=_("Page of this site"), required=False, page_type=["home.StandardPage"], help_text=_("Or an address:")
    )
    address = blocks.CharBlock(
        label=_("Address of the link"),
        max_length=300,
        required=False,
        help_text=_("Of a page of this site (/feedback/), or a whole one (https://…). Empty: the card has no link."),
    )
    link_text = blocks.CharBlock(label=_("Words of the link"), max_length=30, required=False)
    link_text_en = blocks.CharBlock(label=_("Words of the link in English"), max_length=60, required=False)

    class Meta:
        icon = "mail"
        label = _("Way to hand in")

    def clean(self, value: Any) -> Any:
        """The address is one of a web page, not of a script."""
        cleaned = super().clean(value)
        address = cleaned["address"].strip()
        if address and not address.startswith(("https://", "http://", "/")):
            raise blocks.StructBlockValidationError({"address": ValidationError(_("Begin with / or https://."))})
        return cleaned


class ChannelsBlock(HeadedBlock):
    """Cards side by side, one for each way."""

    usual_heading = _("Hand in a tip or an inquiry")

    note = blocks.TextBlock(label=_("Explanation below"), max_length=300, required=False)
    note_en = blocks.TextBlock(label=_("Explanation below in English"), max_length=500, required=False)
    channels = blocks.ListBlock(ChannelBlock(), label=_("Ways to hand in"), min_num=1, max_num=6)

    class Meta:
        icon = "mail"
        label = _("Ways to hand in")
        template = "home/blocks/channels.html"
        description = _("Cards that say how a tip or an inquiry is handed in: telephone, hours, link.")
        preview_value: ClassVar[dict[str, Any]] = {
            "channels": [{"title": "监督举报", "text": "反映党员干部和公职人员违纪违法问题。", "phone": "12388"}]
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the cards in the reader's language, with the links that lead somewhere."""
        context = super().get_context(value, parent_context)
        return {**context, "cards": _cards(value["channels"]), "note": in_language(value, "note")}


def _cards(channels: Any) -> list[dict[str, Any]]:
    chosen = [page.pk for channel in channels if (page := channel.get("page"))]
    pages = _open_pages(chosen) if chosen else {}
    cards = []
    for channel in channels:
        page = channel.get("page")
        texts = {name: in_language(channel, name) for name in _TEXTS}
        whole = {name: channel.get(name) for name in ("phone", "address")}
        cards.append({**texts, **whole, "page": pages.get(page.pk) if page else None})
    return cards


def _open_pages(numbers: list[int]) -> dict[int, Page]:
    return Page.objects.live().filter(~is_under_restriction()).in_bulk(numbers)
