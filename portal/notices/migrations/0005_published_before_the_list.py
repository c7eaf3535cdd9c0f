"""What was public before there was a list of changes stands in it as added on its day."""

from django.db import migrations
from django.utils import timezone

BATCH = 1000
KINDS = {"casenoticepage": "case", "warningpage": "warning"}


def tell(apps, schema_editor):
    changes = apps.get_model("content", "PublicChange").objects
    closed = apps.get_model("wagtailcore", "PageViewRestriction").objects.values_list("page__path", flat=True)
    closed = tuple(closed)
    sites = apps.get_model("wagtailcore", "Site").objects.values_list("root_page__url_path", flat=True)
    roots = sorted(sites, key=len, reverse=True)
    for model, kind in KINDS.items():
        rows = apps.get_model("notices", model).objects.filter(live=True, scope="public").order_by("pk")
        rows = rows.values_list("pk", "path", "url_path", "first_published_at", "latest_revision_created_at")
        told = []
        for number, path, url_path, *moments in rows.iterator(chunk_size=BATCH):
            moment = next((each for each in moments if each), timezone.now())
            if closed and path.startswith(closed):
                continue
            root = next((root for root in roots if url_path.startswith(root)), "/")
            url = "/" + url_path.removeprefix(root)
            told.append(changes.model(kind="added", key=f"{kind}:{number}", url=url, at=moment))
        changes.bulk_create(told, batch_size=BATCH)


def forget(apps, schema_editor):
    changes = apps.get_model("content", "PublicChange").objects
    for kind in KINDS.values():
        changes.filter(kind="added", key__startswith=f"{kind}:").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0004_cases_of_notices"),
        ("content", "0006_changes_are_read_only"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(tell, forget)]
