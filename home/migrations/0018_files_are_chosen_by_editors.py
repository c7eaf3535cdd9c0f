"""Whoever works neither with pages nor with files chooses no pictures and documents.

Wagtail once gave the right to choose, in every collection, to all groups that may enter the admin. Those of feedback
were among them where they were made before its migration ran, and so could list and read what internal notices hold.
Going back gives nothing again: it was never meant.
"""

from django.db import migrations

FEEDBACK = ("intake", "moderator", "handler", "supervisor")
CHOOSE = ("choose_image", "choose_document")


def take_away(apps, schema_editor):
    on_files = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    held = on_files.filter(permission__codename__in=CHOOSE)
    pages = apps.get_model("wagtailcore", "GroupPagePermission").objects.values("group")
    files = on_files.exclude(permission__codename__in=CHOOSE).values("group")
    groups = apps.get_model("auth", "Group").objects
    names = [*FEEDBACK, *groups.exclude(pk__in=pages).exclude(pk__in=files).values_list("name", flat=True)]
    held.filter(group__name__in=names).delete()
    # Wagtail gave it besides to the groups as a whole, which is kept though nothing asks for it.
    for permission in apps.get_model("auth", "Permission").objects.filter(codename__in=CHOOSE):
        permission.group_set.remove(*groups.filter(name__in=names))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0017_supervisors_see_cases"),
        ("feedback", "0002_roles"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(take_away, migrations.RunPython.noop)]
