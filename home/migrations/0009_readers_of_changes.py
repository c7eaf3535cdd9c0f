"""Publishers and administrators see the list of changes in the admin, too."""

from django.db import migrations

ROLES = ("publisher", "administrator")


def grant(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="content", model="publicchange"
    )
    view, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="view_publicchange", defaults={"name": "Can view public change"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(view)


def withdraw(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="content", codename="view_publicchange"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0008_readers_of_privacy_overrides"),
        ("content", "0006_changes_are_read_only"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
