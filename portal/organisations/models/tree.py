"""What regions and units have in common: a place in a tree, and a code that never changes."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

code_validator = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9-]{0,31}\Z", _("A code has up to 32 letters, digits and hyphens.")
)


class CodedNode(MP_Node):
    """A node that addresses, filters and imports know by its code."""

    code = models.CharField(
        _("code"), max_length=32, unique=True, validators=[code_validator], help_text=_("Part of public addresses.")
    )
    name = models.CharField(_("name"), max_length=120, db_index=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    node_order_by = ["code"]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language, Chinese where there is no English one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name

    def lineage_codes(self) -> tuple[str, ...]:
        """The codes from the root down to this node itself: what a tree filter matches."""
        return (*self.get_ancestors().values_list("code", flat=True), self.code)
