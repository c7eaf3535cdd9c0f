"""Wagtail's index of references no longer tells which units, regions and categories submissions name."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop what was noted before; `rebuild_references_index` would not note it again."""
    references = apps.get_model("wagtailcore", "ReferenceIndex").objects.using(schema_editor.connection.alias)
    submissions = {"app_label": "feedback", "model": "submission"}
    for side in ("content_type", "base_content_type", "to_content_type"):
        references.filter(**{f"{side}__{key}": value for key, value in submissions.items()}).delete()


class Migration(migrations.Migration):
    """Nothing to bring back."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("feedback", "0012_queue_index"),
        ("wagtailcore", "0078_referenceindex"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunPython(forget, migrations.RunPython.noop)
    ]
