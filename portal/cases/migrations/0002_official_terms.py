"""The official lists, as they stood in November 2026; the dated file never changes, later lists get a file of their own."""

import json
from pathlib import Path

from django.db import migrations

TERMS = Path(__file__).resolve().parent.parent / "fixtures" / "terms-2026-11.json"


def load(apps, schema_editor):
    Term = apps.get_model("cases", "Term")
    known = {}
    for order, entry in enumerate(json.loads(TERMS.read_text(encoding="utf-8"))):
        parent = known.get((entry["taxonomy"], entry["parent"]))
        known[entry["taxonomy"], entry["code"]] = Term.objects.create(**{**entry, "parent": parent, "sort_order": order})


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
