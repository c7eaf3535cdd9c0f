"""System checks: a page type that says nothing about search is an error, not an oversight."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from portal.content.models import PortalPage


@register()
def page_types_decide_about_search(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every page model of ours sets ``searchable``."""
    return [
        Error(
            f"{model.__name__} does not say whether it is searchable.",
            hint="Set searchable = True and register a document source, or searchable = False.",
            obj=model,
            id="content.E001",
        )
        for model in apps.get_models()
        if issubclass(model, PortalPage) and model.searchable is None
    ]
