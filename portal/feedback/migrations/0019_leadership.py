"""Leadership, which is told of what stays late, and with the supervisors sees whose it is."""

from django.db import migrations

OVERSEE, LEADERSHIP = "oversee_submission", "leadership"


def permission(apps, app, model, codename):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
    )
    return found


def set_up(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    oversee = permission(apps, "feedback", "submission", OVERSEE)
    leadership, _ = groups.get_or_create(name=LEADERSHIP)
    leadership.permissions.add(permission(apps, "wagtailadmin", "admin", "access_admin"), oversee)
    for group in groups.filter(name="supervisor"):
        group.permissions.add(oversee)


def take_down(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=LEADERSHIP).delete()
    apps.get_model("auth", "Permission").objects.filter(codename=OVERSEE, content_type__app_label="feedback").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0018_answer_rounds"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="submission",
            options={
                "default_permissions": ("view",),
                "ordering": ["-received_on", "id"],
                "permissions": [
                    ("open_content", "Can open what was handed in"),
                    ("open_contact", "Can open names and contact details"),
                    ("open_original", "Can open attachments as they were handed in"),
                    ("record_submission", "Can record what came by phone, letter or visit"),
                    ("write_message", "Can write to citizens"),
                    ("accept_submission", "Can accept, refuse, transfer and merge"),
                    ("moderate_submission", "Can decide how a submission is handled"),
                    ("refer_submission", "Can refer to units"),
                    ("reply_submission", "Can answer for the own unit"),
                    ("review_reply", "Can review answers"),
                    ("publish_reply", "Can publish answers"),
                    ("supervise_submission", "Can press, extend and reopen"),
                    ("purge_submission", "Can have submissions deleted for good"),
                    ("oversee_submission", "Can see what is late, and whose it is"),
                ],
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
            },
        ),
        migrations.RunPython(set_up, take_down),
    ]
