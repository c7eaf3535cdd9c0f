from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Home")

    def ready(self) -> None:
        from home import audit_upkeep, auditing, sitemaps
        from portal.content.caching import purging
        from portal.organisations.signals import node_moved

        # A move in a tree saves no row. Neither app knows the other.
        node_moved.connect(purging.purge)
        sitemaps.register()
        auditing.register()
        audit_upkeep.register()
