from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "portal.insights"
    label = "insights"
    verbose_name = _("Insights and open data")

    def ready(self) -> None:
        from portal.cases.events import register_follower
        from portal.insights import jobs
        from portal.insights.open_data import jobs as open_data_jobs
        from portal.insights.open_data.sets import registration
        from portal.insights.tallies import found, keeping
        from portal.insights.topics import registering

        registration.register()
        open_data_jobs.register()
        register_follower(keeping.note)
        registering.register()
        found.register()
        jobs.register()
