from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "portal.organisations"
    label = "organisations"
    verbose_name = _("Units and regions")

    def ready(self) -> None:
        from portal.organisations import addresses, copies, vocabularies

        addresses.register()
        copies.connect()
        vocabularies.register()
