"""What stands around every page: names, contact, the record numbers of the footer."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class SiteFrame(BaseSiteSetting):
    """The frame of the site, set by the administrator."""

    site_name = models.CharField(_("site name"), max_length=60, default="阳光问效")
    site_name_en = models.CharField(_("site name in English"), max_length=80, default="Sunlight")
    sponsor = models.CharField(_("sponsor"), max_length=120, blank=True)
    hotline = models.CharField(_("hotline"), max_length=60, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    fault_url = models.URLField(
        _("address to report faults"),
        blank=True,
        help_text=_("The page of this site at the office that collects faults of government sites (我为政府网站找错)."),
    )
    accessibility_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("accessibility statement"),
    )
    copyright = models.CharField(
        _("copyright"), max_length=200, blank=True, help_text=_("Empty: this year and the sponsor.")
    )
    icp_number = models.CharField(_("ICP record number"), max_length=60, blank=True)
    police_number = models.CharField(_("public-security record number"), max_length=60, blank=True)
    site_code = models.CharField(_("site code"), max_length=20, blank=True)

    #: Read with the frame, as the footer of every page links it.
    select_related: ClassVar[list[str]] = ["accessibility_page"]

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldRowPanel([FieldPanel("site_name"), FieldPanel("site_name_en")])], heading=_("Name")),
        MultiFieldPanel(
            [FieldPanel("sponsor"), FieldPanel("hotline"), FieldPanel("contact"), FieldPanel("email")],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "icp_number", help_text=_("As issued, such as 川ICP备00000000号; the footer links its register.")
                ),
                FieldPanel("police_number", help_text=_("As issued; shown with the badge.")),
                FieldPanel("site_code", help_text=_("The ten digits that every government site has.")),
            ],
            heading=_("Records"),
        ),
        MultiFieldPanel(
            [FieldPanel("fault_url"), FieldPanel("accessibility_page"), FieldPanel("copyright")], heading=_("Footer")
        ),
    ]

    class Meta:
        verbose_name = _("site frame")
