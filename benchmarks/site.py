"""A whole site of invented notices, made in bulk: pages, tags and revisions as the portal itself stores them."""

import atexit
import itertools
import os
from datetime import datetime, time
from pathlib import Path
from shutil import rmtree

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from treebeard.mp_tree import MP_Node
from wagtail.models import Locale, Page

from benchmarks.corpus import documents
from portal.cases.models import Term
from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage
from portal.organisations.models import Region, Unit
from search import consumers, indexing
from search.batches import batches
from search.documents import SearchDocument

BATCH = 2_000
UNITS, REGIONS = 300, 20
_keys: list[int] = []


def prepare() -> None:
    """An empty site in the throw-away folder of the test settings; refuses to touch any other database."""
    folder = Path(settings.DATA_DIR)
    if os.environ.get("DATABASE_URL") or not folder.name.startswith("sunlight-test-"):
        raise SystemExit("benchmarks: unset DATABASE_URL and DATA_DIR; they measure in a throw-away folder")
    atexit.register(rmtree, folder, ignore_errors=True)
    call_command("migrate", verbosity=0)


def index() -> None:
    """Build the indexes of this machine anew."""
    consumers.ensure()
    for target in consumers.targets():
        if target.in_process:
            indexing.rebuild(target)


def grow(count: int) -> None:
    """Add case notices until the section holds so many; nothing is indexed, no signal is sent."""
    section = CaseNoticeIndexPage.objects.get()
    have = len(_keys)
    last = section.get_last_child()
    places = itertools.count(1 + (MP_Node._str2int(last.path[-Page.steplen :]) if last else 0))
    units, regions = _organisations()
    violations = list(Term.objects.filter(taxonomy=Term.Taxonomy.VIOLATION).values_list("pk", flat=True))
    fresh = (document for document in documents(count) if document.number > have)
    for batch in batches(fresh, BATCH):
        with transaction.atomic():
            pages = [_page(section, next(places), document, units, regions) for document in batch]
            _insert(pages)
            through = CaseNoticePage.violations.through
            through.objects.bulk_create(
                through(casenoticepage_id=page.pk, term_id=violations[page.pk % len(violations)]) for page in pages
            )
    Page.objects.filter(pk=section.pk).update(numchild=F("numchild") + count - have)


def keys() -> list[int]:
    """The keys of the notices made here, oldest first."""
    return _keys


def _organisations() -> tuple[list[Unit], list[Region]]:
    if not Region.objects.exists():
        root = Region.add_root(code="000000", name="青云市")
        unit_root = Unit.add_root(code="u", name="青云市", region=root)
        for number in range(1, REGIONS):
            Region.objects.get(pk=root.pk).add_child(code=f"{number:06}", name=f"第{number}区")
        for number in range(1, UNITS):
            Unit.objects.get(pk=unit_root.pk).add_child(code=f"u-{number}", name=f"第{number}局", region=root)
    return list(Unit.objects.all()), list(Region.objects.all())


def _page(
    section: Page, place: int, document: SearchDocument, units: list[Unit], regions: list[Region]
) -> CaseNoticePage:
    slug = f"{document.date:%Y%m%d}-{document.number}"
    when = timezone.make_aware(datetime.combine(document.date, time(9)))
    return CaseNoticePage(
        path=section.path + MP_Node._int2str(place).rjust(Page.steplen, "0"),
        depth=section.depth + 1,
        title=document.title,
        draft_title=document.title,
        slug=slug,
        url_path=f"{section.url_path}{slug}/",
        live=True,
        first_published_at=when,
        last_published_at=when,
        published_on=document.date,
        document_number=f"青纪通〔{document.date.year}〕{document.number}号",
        issuing_unit=units[document.number % len(units)],
        region=regions[document.number % len(regions)],
        summary=document.body[:100],
        body=[("paragraph", "".join(f"<p>{text}</p>" for text in document.body.split("\n")))],
        locale=Locale.get_default(),
        content_type=ContentType.objects.get_for_model(CaseNoticePage),
    )


def _insert(pages: list[CaseNoticePage]) -> None:
    """Both tables of multi-table inheritance, which ``bulk_create`` refuses to do by itself."""
    fields = [field for field in Page._meta.concrete_fields if not field.primary_key]
    values = [{field.attname: getattr(page, field.attname) for field in fields} for page in pages]
    rows = Page.objects.bulk_create(Page(**each) for each in values)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.page_ptr_id = row.pk
    _keys.extend(page.pk for page in pages)
    own: list[models.Field] = list(CaseNoticePage._meta.local_concrete_fields)
    CaseNoticePage._base_manager.get_queryset()._batched_insert(pages, own, batch_size=None)
