from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Search")

    def ready(self) -> None:
        post_migrate.connect(_register_indexes, sender=self)


def _register_indexes(*, apps: Any = None, **kwargs: Any) -> None:
    """From the first write on, every index of this machine is told."""
    from search import consumers

    # Migrating back may have taken the table away; `flush` tells of no state.
    if apps is None or "searchconsumer" in apps.all_models["search"]:
        consumers.ensure()
