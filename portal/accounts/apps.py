from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from datetime import timedelta

        from django.core.management import call_command

        from portal.accounts import checks, lockout, recording
        from portal.accounts.keeping import telling
        from portal.operations.jobs import register_job

        checks.register()
        recording.register()
        telling.register()
        register_job("forget_refused_sign_ins", _("Delete old refused sign-ins"), timedelta(hours=1), lockout.forget)
        register_job(
            "clear_sessions", _("Delete ended sessions"), timedelta(days=1), lambda: call_command("clearsessions")
        )
