from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "portal.feedback"
    label = "feedback"
    verbose_name = _("Tips and inquiries")

    def ready(self) -> None:
        from portal.feedback import auditing, upkeep
        from portal.feedback.clocks import effects
        from portal.feedback.referrals import ending
        from portal.feedback.telling.telling import tell_of_step
        from portal.feedback.transitions import register_effect

        auditing.register()
        effects.register()
        ending.register()
        register_effect(tell_of_step)
        upkeep.register()
