"""Publishers and administrators see which pages were withdrawn."""

from django.db import migrations

ROLES = ("publisher", "administrator")


def grant(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="content", model="tombstone"
    )
    view, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="view_tombstone", defaults={"name": "Can view tombstone"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(view)


def withdraw(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="content", codename="view_tombstone"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_footer_of_official_sites"),
        ("content", "0004_tombstones"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]
