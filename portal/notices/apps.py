from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "portal.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from portal.notices import (
            auditing,
            changes,
            documents,
            events,
            health,
            masking,
            publishing,
            sections,
            timeline,
            vocabularies,
            worklists,
        )
        from portal.notices.bulletins import freezing, withholding
        from portal.notices.clarifications import result_notes
        from portal.notices.corrections import following
        from portal.notices.corrections import gate as corrections_gate
        from portal.notices.reading_desk import clearing

        documents.register()
        events.connect()
        masking.connect()
        changes.connect()
        publishing.register()
        sections.register()
        health.register()
        timeline.register()
        worklists.register()
        vocabularies.register()
        _close_gates()
        withholding.register()
        freezing.connect()
        following.connect()
        result_notes.register()
        corrections_gate.connect()
        clearing.register()
        auditing.register()


def _close_gates() -> None:
    """What stops a text, in the order in which it is asked: personal data first, corrections when they are watched."""
    from portal.notices import gates
    from portal.notices.privacy import gate

    gates.connect()
    gate.connect()
