"""A StreamField whose block definitions stay out of migrations."""

from typing import Any

from wagtail import fields


class StreamField(fields.StreamField):
    """Wagtail's StreamField; migrations see it as the JSON column that it is.

    Wagtail writes every block definition into every migration that touches the field. As a plain ``JSONField`` the
    history stays short, and a data migration that saves an old model keeps the stored blocks instead of dropping the
    types it does not know.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        # Django clones fields from what `deconstruct` gives, so the blocks must be optional here.
        super().__init__(list(block_types) if isinstance(block_types, tuple) else block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Name, path and arguments for migrations: a JSON column."""
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs["default"] = list
        return name, "django.db.models.JSONField", [], kwargs
