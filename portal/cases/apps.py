from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "portal.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from portal.cases import documents, events, lists, relations, sections, usage, vocabularies

        lists.register()
        vocabularies.register()
        documents.register()
        sections.register()
        events.connect()
        relations.connect()
        usage.connect()
