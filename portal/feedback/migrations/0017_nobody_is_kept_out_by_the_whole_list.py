"""What accuses the territory of the whole list is hidden from everybody who works below it, which are all: the desk sees
it again, and names whom it accuses. Undone, nothing comes back: the tips would be lost again."""

from typing import Any

from django.conf import settings
from django.db import migrations


def show_again(apps: Any, editor: Any) -> None:
    """As `accusable_units` has it; not where somebody from without watches, who sees them."""
    units = apps.get_model("organisations", "Unit").objects
    total = units.count()
    for top in units.filter(depth=1, kind="territory", numchild__gt=0):
        if 2 * units.filter(path__startswith=top.path).exclude(pk=top.pk).count() > total - 1:
            inside = apps.get_model("organisations", "StaffMembership").objects.filter(unit__path__startswith=top.path)
            watchers = apps.get_model("auth", "User").objects.filter(username__in=settings.OFFICE_WATCHERS)
            if settings.OFFICE_UNITS and watchers.exclude(pk__in=inside.values("user")).exists():
                continue
            apps.get_model("feedback", "AccusedUnit").objects.filter(unit=top).delete()


class Migration(migrations.Migration):
    dependencies = [("feedback", "0016_doubted_accusations"), ("organisations", "0003_tiles_of_regions"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(show_again, migrations.RunPython.noop)]
