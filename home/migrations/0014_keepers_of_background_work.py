"""Administrators see the background work, and may have given-up tasks tried again."""

from django.db import migrations

ADMINISTRATOR = "administrator"
ACTIONS = ("view", "change")


def permissions(apps):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="operations", model="jobrun")
    rows = apps.get_model("auth", "Permission").objects
    for action in ACTIONS:
        found, _ = rows.get_or_create(
            content_type=kind, codename=f"{action}_jobrun", defaults={"name": f"Can {action} job"}
        )
        yield found


def grant(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=ADMINISTRATOR):
        group.permissions.add(*permissions(apps))


def withdraw(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=ADMINISTRATOR):
        group.permissions.remove(*permissions(apps))


class Migration(migrations.Migration):
    dependencies = [("home", "0013_auditors"), ("operations", "0002_background_work")]

    operations = [migrations.RunPython(grant, withdraw)]
