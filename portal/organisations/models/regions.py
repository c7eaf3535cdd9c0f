"""Regions: province, city, district, township."""

from django.utils.translation import gettext_lazy as _

from portal.organisations.models.tree import CodedNode


class Region(CodedNode):
    """An administrative division; the code is that of GB/T 2260 where there is one."""

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
