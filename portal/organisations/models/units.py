"""Units: the bodies that publish, are supervised and answer."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.organisations.models.earlier_names import ENDS_AFTER_IT_BEGINS, EarlierName
from portal.organisations.models.regions import Region
from portal.organisations.models.tree import CodedNode


class Unit(CodedNode, ClusterableModel):
    """A body in the tree: committee, bureau, district, company. It keeps its code when it is renamed."""

    class Kind(models.TextChoices):
        DISCIPLINE = "discipline", _("discipline inspection and supervision organ")
        PARTY = "party", _("Party organ")
        GOVERNMENT = "government", _("government department")
        TERRITORY = "territory", _("region, township or subdistrict")
        INSTITUTION = "institution", _("public institution")
        ENTERPRISE = "enterprise", _("state-owned enterprise")
        OTHER = "other", _("other")

    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.OTHER)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="units", null=True, blank=True, verbose_name=_("region")
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True, help_text=_("When it was merged or dissolved."))
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def get_absolute_url(self) -> str:
        """The unit's public page."""
        return reverse("unit", kwargs={"code": self.code})


class FormerName(EarlierName):
    """A name that a unit had, and when; old notices and searches still lead to the unit."""

    owner = "unit"

    unit = ParentalKey(Unit, on_delete=models.CASCADE, related_name="former_names")

    class Meta(EarlierName.Meta):
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=ENDS_AFTER_IT_BEGINS, name="former_name_ends_after_it_begins")
        ]
