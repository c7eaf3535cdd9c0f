"""Supervisors see cases: what they press is on the lists of the workbench. They change none."""

from django.db import migrations

ROLE = "supervisor"


def view(apps):
    """On a fresh database this row does not exist yet; Django finds it later."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="cases", model="case")
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="view_case", defaults={"name": "Can view case"}
    )[0]


def grant(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=ROLE):
        group.permissions.add(view(apps))


def withdraw(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=ROLE):
        group.permissions.remove(view(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0016_readers_of_alerts"),
        ("cases", "0005_cases"),
        ("feedback", "0002_roles"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
