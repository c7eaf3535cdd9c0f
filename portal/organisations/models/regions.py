"""Regions: province, city, district, township."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.organisations.models.earlier_names import ENDS_AFTER_IT_BEGINS, EarlierName
from portal.organisations.models.tree import CodedNode


class Region(CodedNode, ClusterableModel):
    """An administrative division; the code is that of GB/T 2260 where there is one. It stays when it is renamed."""

    #: Where it stands in a map of tiles, from 1; without both it fills a gap.
    tile_column = models.PositiveSmallIntegerField(
        _("column in the tile map"), null=True, blank=True, help_text=_("From the west, beginning with 1.")
    )
    tile_row = models.PositiveSmallIntegerField(
        _("row in the tile map"), null=True, blank=True, help_text=_("From the north, beginning with 1.")
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    @property
    def tile(self) -> tuple[int, int] | None:
        """Its place in a map of tiles, from 0; None where it has none of its own."""
        if not self.tile_column or not self.tile_row:
            return None
        return (self.tile_column - 1, self.tile_row - 1)


class FormerRegionName(EarlierName):
    """A name that a region had, and when; searches and files with the old name still lead to the region."""

    owner = "region"

    region = ParentalKey(Region, on_delete=models.CASCADE, related_name="former_names")

    class Meta(EarlierName.Meta):
        verbose_name = _("former name of a region")
        verbose_name_plural = _("former names of regions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=ENDS_AFTER_IT_BEGINS, name="former_region_name_ends_after_it_begins")
        ]
