from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "portal.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from portal.cases import (
            changes,
            documents,
            events,
            jobs,
            lists,
            name_events,
            relations,
            sections,
            sitemaps,
            timeline,
            usage,
            vocabularies,
            worklists,
        )

        lists.register()
        vocabularies.register()
        documents.register()
        sections.register()
        sitemaps.register()
        timeline.register()
        worklists.register()
        events.connect()
        relations.connect()
        usage.connect()
        name_events.connect()
        changes.connect()
        jobs.register()
