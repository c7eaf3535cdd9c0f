from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "portal.feedback"
    label = "feedback"
    verbose_name = _("Tips and inquiries")

    def ready(self) -> None:
        from portal.feedback import auditing, health, repeats, statistics, upkeep, worklists
        from portal.feedback.clocks import effects
        from portal.feedback.contents import rotating
        from portal.feedback.handing_in import units
        from portal.feedback.public import documents, robots, timeline
        from portal.feedback.referrals import ending
        from portal.feedback.telling.telling import tell_of_step
        from portal.feedback.transitions import register_effect
        from portal.operations.readiness import register_part
        from portal.operations.tasks.queues import serve_only_where
        from portal.privacy.sealing import can_open
        from portal.privacy.sealing.rotation import register_holder

        auditing.register()
        health.register()
        effects.register()
        ending.register()
        repeats.register()
        documents.register()
        timeline.register()
        robots.register()
        register_effect(tell_of_step)
        register_holder("submissions", rotating.rotate)
        register_part("sealing", rotating.state)
        serve_only_where("office", can_open)
        upkeep.register()
        statistics.register()
        worklists.register()
        units.register()
