"""What the former names of units and of regions have in common: a name, and the days on which it was in use."""

from collections.abc import Collection
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

ENDS_AFTER_IT_BEGINS = (
    models.Q(valid_from__isnull=True)
    | models.Q(valid_until__isnull=True)
    | models.Q(valid_until__gte=models.F("valid_from"))
)


class EarlierName(Orderable):
    """A name that something had, and when; subclasses say what, related as ``former_names``."""

    name = models.CharField(_("name"), max_length=120, db_index=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    #: The field that leads to what had the name.
    owner: ClassVar[str]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    @classmethod
    def by_owner(cls, owners: Collection[int] | None = None) -> dict[int, tuple[str, ...]]:
        """The names of these owners, of all by default, in the editor's order; by the owner's primary key."""
        rows = cls._default_manager.order_by("sort_order", "pk")
        if owners is not None:
            rows = rows.filter(**{f"{cls.owner}__in": owners})
        found: dict[int, list[str]] = {}
        for number, name in rows.values_list(cls.owner, "name"):
            found.setdefault(number, []).append(name)
        return {number: tuple(names) for number, names in found.items()}

    def clean(self) -> None:
        """The end may not come before the beginning."""
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The end lies before the beginning.")})
