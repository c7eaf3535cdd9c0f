"""The official lists besides violations and forms, as they stood in November 2026; later lists get a file of their own."""

import json
from pathlib import Path

from django.db import migrations

from portal.cases.taxonomies import load

LISTS = Path(__file__).resolve().parent.parent / "fixtures" / "taxonomies-2026-11.json"


def add(apps, schema_editor):
    load(json.loads(LISTS.read_text(encoding="utf-8")), apps.get_model("cases", "TermList"), apps.get_model("cases", "Term"))


def remove(apps, schema_editor):
    apps.get_model("cases", "Term").objects.exclude(taxonomy__in=("violation", "form")).delete()
    apps.get_model("cases", "TermList").objects.exclude(code__in=("violation", "form")).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_cases")]

    operations = [migrations.RunPython(add, remove)]
