"""Publishers and administrators see who acknowledged a warning; administrators also how the mail stands."""

from django.db import migrations

GRANTED = (
    ("publisher", "warningreceipt", "Can view receipt of a warning"),
    ("administrator", "warningreceipt", "Can view receipt of a warning"),
    ("administrator", "subscription", "Can view subscription"),
)


def permission(apps, model, name):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="alerts", model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=f"view_{model}", defaults={"name": name}
    )
    return found


def grant(apps, schema_editor):
    for role, model, name in GRANTED:
        for group in apps.get_model("auth", "Group").objects.filter(name=role):
            group.permissions.add(permission(apps, model, name))


def withdraw(apps, schema_editor):
    for role, model, name in GRANTED:
        for group in apps.get_model("auth", "Group").objects.filter(name=role):
            group.permissions.remove(permission(apps, model, name))


class Migration(migrations.Migration):
    dependencies = [("home", "0015_introduction_in_english"), ("alerts", "0001_alerts")]

    operations = [migrations.RunPython(grant, withdraw)]
