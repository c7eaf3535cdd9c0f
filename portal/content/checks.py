"""System checks: a page type that says nothing about search is an error, not an oversight."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from portal.content.models import PortalPage
from search.documents import sources


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


@register()
def searchable_pages_have_a_source(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every page model that says it is searchable is built by a registered document source."""
    built = {getattr(source, "model", None) for source in sources()}
    return [
        Error(
            f"{model.__name__} is searchable, but no document source builds it.",
            hint="Register a source whose `model` is this one in the app's `ready`, or set searchable = False.",
            obj=model,
            id="content.E002",
        )
        for model in apps.get_models()
        if issubclass(model, PortalPage) and model.searchable and model not in built
    ]
