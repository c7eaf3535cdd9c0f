"""The groups of those who work on what citizens hand in. Editors, publishers, administrators, auditors get no right here.

On a fresh database the rows of permissions do not exist yet when this runs, so they are made here; Django finds them.
"""

from django.db import migrations

VIEW, CONTENT, CONTACT, ORIGINAL = "view_submission", "open_content", "open_contact", "open_original"
RECORD, WRITE, ACCEPT, MODERATE = "record_submission", "write_message", "accept_submission", "moderate_submission"
REFER, REPLY, REVIEW, PUBLISH = "refer_submission", "reply_submission", "review_reply", "publish_reply"
SUPERVISE, PURGE = "supervise_submission", "purge_submission"

GRANTED = {
    "intake": (VIEW, CONTENT, CONTACT, RECORD, WRITE, ACCEPT),
    "moderator": (VIEW, CONTENT, CONTACT, ORIGINAL, WRITE, ACCEPT, MODERATE, REFER, REVIEW, PUBLISH),
    "handler": (VIEW, REPLY),
    "supervisor": (VIEW, CONTENT, WRITE, REVIEW, PUBLISH, SUPERVISE, PURGE),
}


def permission(apps, app, model, codename):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
    )
    return found


def set_up(apps, schema_editor):
    for role, codenames in GRANTED.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        group.permissions.add(
            permission(apps, "wagtailadmin", "admin", "access_admin"),
            *(permission(apps, "feedback", "submission", codename) for codename in codenames),
        )


def take_down(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GRANTED).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0001_submissions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0003_admin_managed"),
    ]

    operations = [migrations.RunPython(set_up, take_down)]
