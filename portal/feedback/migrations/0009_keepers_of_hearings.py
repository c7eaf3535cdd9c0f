"""Who keeps hearings: moderators and intake officers."""

from django.db import migrations

KEEPERS = ("intake", "moderator")
ACTIONS = ("add", "change", "delete", "view")


def set_up(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="feedback", model="hearing")
    for action in ACTIONS:
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind, codename=f"{action}_hearing", defaults={"name": f"Can {action} hearing"}
        )
        for group in apps.get_model("auth", "Group").objects.filter(name__in=KEEPERS):
            group.permissions.add(permission)


def take_down(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=KEEPERS):
        group.permissions.remove(*group.permissions.filter(codename__in=[f"{action}_hearing" for action in ACTIONS]))


class Migration(migrations.Migration):
    dependencies = [("feedback", "0008_hearings")]

    operations = [migrations.RunPython(set_up, take_down)]
