from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "portal.alerts"
    label = "alerts"
    verbose_name = _("Alerts")

    def ready(self) -> None:
        from portal.alerts import addresses, sections, upkeep
        from portal.alerts.matching import NAME
        from portal.alerts.matching.arrivals import Arrivals
        from portal.alerts.warned import auditing, telling
        from portal.privacy.sealing.rotation import register_holder
        from search.listeners import register_listener

        register_holder("subscribers", addresses.rotate)
        register_listener(NAME, Arrivals())
        upkeep.register()
        sections.register()
        auditing.register()
        telling.connect()
