"""Terms of the official lists: violations and forms of accountability."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """One entry of an official list, as a plain tag of notices."""

    class Taxonomy(models.TextChoices):
        VIOLATION = "violation", _("violation")
        FORM = "form", _("form of accountability")

    taxonomy = models.CharField(_("list"), max_length=16, choices=Taxonomy.choices)
    code = models.CharField(_("code"), max_length=40, help_text=_("Part of public addresses; never changes."))
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering: ClassVar[list[str]] = ["taxonomy", "sort_order", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["taxonomy", "code"], name="term_code_once_per_list"),
            models.UniqueConstraint(fields=["taxonomy", "name"], name="term_name_once_per_list"),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """One transaction with whatever listens to it."""
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """The name in the reader's language, Chinese where there is no English one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name

    def lineage_codes(self) -> tuple[str, ...]:
        """The codes from the root down to this term itself."""
        return (*(self.parent.lineage_codes() if self.parent else ()), self.code)
