"""The sections of the home page, one file for each family: editors arrange them, their content is live."""

from wagtail import blocks

from home.blocks.channels import ChannelsBlock
from home.blocks.figures import QuarterBlock, RegionsBlock, UnitsBlock
from home.blocks.notices import LatestBlock, WarningsBlock
from home.blocks.texts import DoorsBlock, TextSectionBlock


class SectionsBlock(blocks.StreamBlock):
    """Everything that the home page may hold below its search."""

    warnings = WarningsBlock()
    latest = LatestBlock()
    quarter = QuarterBlock()
    regions = RegionsBlock()
    units = UnitsBlock()
    channels = ChannelsBlock()
    text = TextSectionBlock()
    doors = DoorsBlock()


__all__ = ["SectionsBlock"]
