from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "portal.insights"
    label = "insights"
    verbose_name = _("Insights and open data")

    def ready(self) -> None:
        from portal.insights.open_data import jobs
        from portal.insights.open_data.sets import registration

        registration.register()
        jobs.register()
