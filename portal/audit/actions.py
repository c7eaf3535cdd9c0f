"""The steps that can be recorded. Each app names its own and registers them in its `AppConfig.ready`."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

_labels: dict[str, str] = {}


class OwnAction(TextChoices):
    """What happens to the log itself."""

    RESTORED = "audit.restored", _("Audit log restored from a backup")


def register(actions: type[TextChoices]) -> None:
    """Let these be recorded. Raises ValueError when one of them is taken: a code means one thing for ever."""
    taken = sorted(set(actions.values) & set(_labels))
    if taken:
        raise ValueError(f"registered already: {', '.join(taken)}")
    _labels.update(actions.choices)


def is_registered(action: str) -> bool:
    """Whether an app has named it."""
    return action in _labels


def choices() -> list[tuple[str, str]]:
    """All actions with their labels, in the order of their codes."""
    return sorted(_labels.items())


def label(action: str) -> str:
    """In words; the code itself where the app that named it is gone."""
    return str(_labels.get(action, action))
