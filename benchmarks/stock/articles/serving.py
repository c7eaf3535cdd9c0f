"""The process of the stock site: fills it with the articles of a file, then opens pages as it is told, line by line."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from time import process_time
from typing import Any

import django

BATCH = 1_000


def main(source: Path) -> None:
    """Fill the site; then an address and a number in each line of input, and how long that took in each of output."""
    django.setup()
    from articles.visits import opened
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = fill(json.loads(line) for line in source.open(encoding="utf-8"))
    handler = get_wsgi_application()
    print(json.dumps({"article": address, "section": "/notices/"}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        with CaptureQueriesContext(connection):
            opened(handler, order["address"])
            queries = len(connection.queries_log)
        started = process_time()
        for _ in range(order["count"]):
            opened(handler, order["address"])
        print(json.dumps({"seconds": process_time() - started, "queries": queries}), flush=True)


def fill(rows: Iterable[dict[str, Any]]) -> str:
    """Add the section and its articles; the address of the first, which has files and tags."""
    from articles.models import ArticlePage, SectionPage
    from wagtail.models import Site

    home = Site.objects.get().root_page.specific
    for title, slug in (("About", "about"), ("Contact", "contact"), ("Warnings", "warnings")):
        home.add_child(instance=SectionPage(title=title, slug=slug, show_in_menus=True))
    section = home.add_child(instance=SectionPage(title="案件通报", slug="notices", show_in_menus=True))
    first, *others = list(rows)
    article = section.add_child(instance=_article(first))
    _add_files(article, first)
    address: str = article.url
    template = ArticlePage.objects.get(pk=article.pk)
    for start in range(0, len(others), BATCH):
        _insert(template, others[start : start + BATCH], start + 2)
    section.refresh_from_db()
    section.numchild = 1 + len(others)
    section.save()
    return address


def _article(row: dict[str, Any]) -> Any:
    from articles.models import ArticlePage

    names = ("title", "slug", "date", "document_number", "unit", "intro", "body")
    return ArticlePage(**{name: row[name] for name in names})


def _add_files(article: Any, row: dict[str, Any]) -> None:
    from articles.models import ArticleFile
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    for title in row["files"]:
        document = Document.objects.create(
            title=title, file=ContentFile(b"x" * 2_000, name="file.pdf"), file_size=2_000
        )
        ArticleFile.objects.create(page=article, document=document)
    article.tags.add(*row["tags"])
    article.save()


def _insert(like: Any, rows: list[dict[str, Any]], first: int) -> None:
    """Articles beside one, in bulk."""
    from articles.models import ArticlePage
    from django.db import transaction
    from wagtail.models import Page

    places = Page.objects.filter(pk=like.pk).values().get()
    above = places["path"][: -Page.steplen]
    with transaction.atomic():
        pages = []
        for number, row in enumerate(rows, start=first):
            own = {"title": row["title"], "draft_title": row["title"], "slug": row["slug"]}
            own["path"] = above + Page._int2str(number).rjust(Page.steplen, "0")
            own["url_path"] = places["url_path"].replace(like.slug, row["slug"])
            own["translation_key"] = Page._meta.get_field("translation_key").get_default()
            pages.append(Page(**{**places, **own, "id": None}))
        made = Page.objects.bulk_create(pages)
        articles = [_article(row) for row in rows]
        for article, page in zip(articles, made, strict=True):
            article.page_ptr_id = page.pk
        ArticlePage._base_manager.get_queryset()._batched_insert(
            articles, ArticlePage._meta.local_concrete_fields, batch_size=None
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
