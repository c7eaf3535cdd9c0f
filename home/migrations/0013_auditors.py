"""The role of the auditors: they read the audit log and nothing else of the admin."""

from django.db import migrations

AUDITOR = "auditor"


def permission(apps, app, model, codename, name):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )
    return found


def set_up(apps, schema_editor):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=AUDITOR)
    group.permissions.add(
        permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
        permission(apps, "audit", "auditentry", "view_auditentry", "Can view audit entry"),
    )


def take_down(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=AUDITOR).delete()


class Migration(migrations.Migration):
    dependencies = [("home", "0012_clarification_and_inspection_sections"), ("audit", "0002_guards")]

    operations = [migrations.RunPython(set_up, take_down)]
