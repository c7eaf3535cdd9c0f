"""Publishers and administrators may read who let findings of the privacy scan stand."""

from django.db import migrations

ROLES = ("publisher", "administrator")


def grant(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="privacy", model="scanoverride"
    )
    view, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="view_scanoverride", defaults={"name": "Can view privacy override"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(view)


def withdraw(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="privacy", codename="view_scanoverride"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("home", "0007_home_sections"), ("privacy", "0001_scans")]

    operations = [migrations.RunPython(grant, withdraw)]
