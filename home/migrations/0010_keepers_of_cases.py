"""Who enters and approves cases, and who keeps the official lists. Auditors only read the log."""

from django.db import migrations

WRITE = ("add", "change", "view")
RELEASE = ("delete", "publish", "lock", "unlock")
GRANTED = (
    ("editor", "case", WRITE),
    ("publisher", "case", (*WRITE, *RELEASE)),
    ("administrator", "case", (*WRITE, *RELEASE)),
    ("administrator", "termlist", ("add", "change", "delete", "view")),
)


def permissions(apps, model, actions):
    """On a fresh database these rows do not exist yet; Django and Wagtail find them later."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="cases", model=model)
    for action in actions:
        yield apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
        )[0]


def each(apps):
    for role, model, actions in GRANTED:
        group = apps.get_model("auth", "Group").objects.filter(name=role).first()
        if group is not None:
            yield group, list(permissions(apps, model, actions))


def grant(apps, schema_editor):
    for group, granted in each(apps):
        group.permissions.add(*granted)


def withdraw(apps, schema_editor):
    for group, granted in each(apps):
        group.permissions.remove(*granted)


class Migration(migrations.Migration):
    dependencies = [("home", "0009_readers_of_changes"), ("cases", "0006_official_lists")]

    operations = [migrations.RunPython(grant, withdraw)]
