"""After its last day a name stands at no public address: every one is asked, before and after, on every engine."""

from __future__ import annotations

import re
import uuid
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from elasticsearch import Elasticsearch

from portal.cases import masking
from portal.cases.models import Case
from portal.notices.models import CaseNoticePage, NoticeCase, WarningCase
from portal.privacy.scan.pause import without_scan
from search import applying, consumers, indexing, service
from search.engines import registry
from search.models import SearchConsumer
from search.queries import SearchQuery
from tests.factories import CaseFactory, CaseNoticePageFactory, DocumentFactory, ImageFactory, WarningPageFactory
from tests.factories.notices import paragraph
from tests.notices.secrets_of_units import text_of
from tests.search.contract.servers import TESTED_VERSIONS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_scan() -> Iterator[None]:
    """The texts here name people in ways that no editor would let through."""
    with without_scan():
        yield


NAME, SHOWN = "甄士测", "甄某某"
#: What the task must take away however it is written, and what of it stands in addresses.
WRITTEN = (NAME, "甄士測", "甄　士测", quote(NAME), "\\u7504\\u58eb\\u6d4b")
MOST = 1500
EMBEDDED = "embedded"


@pytest.fixture(
    params=[EMBEDDED, *(pytest.param(version, marks=pytest.mark.elasticsearch) for version in TESTED_VERSIONS)]
)
def engine(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[str]:
    """One of the engines, empty and ready."""
    settings.SEARCH_DIR = tmp_path / "search"
    settings.SEARCH_URL = "embedded:"
    if request.param == EMBEDDED:
        yield EMBEDDED
    else:
        address = request.getfixturevalue("elasticsearch_server")(request.param)
        prefix = f"sunlight-test-{uuid.uuid4().hex}"
        settings.SEARCH_URL = f"elasticsearch+{address}/{prefix}"
        yield request.param
        with Elasticsearch(address) as client:
            for name in client.indices.get(index=f"{prefix}-*"):
                client.indices.delete(index=name)
    for each in registry.engines():
        each.close()


@pytest.fixture
def published(engine: str) -> CaseNoticePage:
    """A site that names one person wherever it can, and every index of it."""
    case = _case()
    notice = _notice()
    NoticeCase.objects.create(page=notice, case=case)
    warning = WarningPageFactory(title=f"从{NAME}问题看节日风险", summary=f"{NAME}的教训。", addressees=f"{NAME}的同事")
    WarningCase.objects.create(page=warning, case=case)
    CaseNoticePageFactory(title="另一份通报", issuing_unit=case.unit, related=[{"type": "notice", "value": notice.pk}])
    CaseNoticePageFactory(title="贾世策问题的通报", body=[paragraph("<p>贾世策收受礼金。</p>")])
    consumers.ensure()
    for target in consumers.targets():
        indexing.rebuild(target)
    return notice


def _case() -> Case:
    case: Case = CaseFactory(
        heading=f"测试单位原负责人{NAME}违规收受礼金问题",
        facts=f"经查，{NAME}收受礼金。\n甄　士测还收受礼品，甄士測退还了一部分。",
        subjects=[
            {
                "name": NAME,
                "name_public_until": timezone.localdate(),
                "measures": [{"grade": "pd1", "text": f"给予{NAME}党内警告处分"}],
            }
        ],
    )
    case.amounts.create(what=f"{NAME}收受礼金", text="8.8万余元")
    case.act_periods.create(text=f"{NAME}任职期间")
    return case


def _notice() -> CaseNoticePage:
    named = DocumentFactory(title=f"附件：{NAME}处分决定", file=ContentFile(NAME.encode(), "decision.txt"))
    other = DocumentFactory(title=f"附件：{NAME}案清单", file=ContentFile("清单".encode(), "list.txt"))
    image = {"image": ImageFactory().pk, "alt_text": f"{NAME}在会上", "decorative": False}
    table = {
        "data": [["姓名", "处分"], [NAME, "党内警告"]],
        "table_caption": f"{NAME}处分",
        "first_row_is_table_header": True,
    }
    link = f'<a linktype="document" id="{named.pk}">决定</a>，<a href="https://example.org/?q={quote(NAME)}">报道</a>'
    notice: CaseNoticePage = CaseNoticePageFactory(
        title=f"关于{NAME}违规收受礼金问题的通报",
        seo_title=f"{NAME}问题通报",
        search_description=f"{NAME}受到处分",
        summary=f"通报{NAME}问题。",
        keywords=f"{NAME}；礼金",
        batch=f"{NAME}案",
        body=[
            {"type": "heading", "value": f"一、{NAME}问题"},
            paragraph(f"<p>经查，甄<b>士测</b>收受礼金。{NAME}退还了一部分。见{link}。</p>"),
            {"type": "quote", "value": {"text": f"{NAME}说", "source": NAME}},
            {"type": "figure", "value": {"image": image, "caption": f"{NAME}接受调查"}},
            {"type": "table", "value": table},
        ],
        attachments=[{"type": "document", "value": named.pk}, {"type": "document", "value": other.pk}],
    )
    return notice


def asked() -> list[str]:
    """Addresses that no link leads to, in both languages; those that search for the name ask for it themselves."""
    words = [quote(word) for word in (NAME, "甄", "士测", "甄士側", "贾世策", "礼金", "zhenshice", "zsc")]
    asked = [f"{path}?q={word}" for path in ("/search/", "/search/feed/", "/search/suggest/") for word in words]
    asked += [f"{path}?q={quote('礼金')}" for path in ("/notices/", "/search/export.csv", "/search/export.jsonl")]
    asked += [
        f"/search/export.xlsx?q={quote('礼金')}",
        "/search/?sort=date",
        "/search/feed/",
        "/changes/",
        "/changes/feed/",
    ]
    sets = ("notices", "cases", "measures", "bulletins", "statistics", "changes", "units", "terms")
    machines = [f"/api/v1/{name}?page_size=100" for name in sets]
    machines += [f"/open-data/{name}.{kind}" for name in sets for kind in ("csv", "gb18030.csv", "xlsx", "jsonl")]
    machines += ["/open-data/datapackage.json", "/open-data/SHA256SUMS", "/search/feed.json", "/changes/feed.json"]
    machines += ["/sitemap.xml", "/robots.txt", "/healthz", "/readyz", "/api/v1/openapi.json"]
    machines += ["/api/v1/search?page_size=100", *(f"/api/v1/search?q={word}" for word in words)]
    return ["/", "/en/", *asked, *(f"/en{path}" for path in asked), *machines]


def sweep(engine: str) -> dict[str, str]:
    """The text of every public address that readers ask for, and that the site itself leads to.

    Pages that ask no engine are the same with each, so links are followed with one of them.
    """
    client, waiting, found = Client(), deque(asked()), dict[str, str]()
    while waiting and len(found) < MOST:
        address = waiting.popleft()
        if address in found or address.startswith(("/static/", "/admin/", "/_util/", "/internal/")):
            continue
        response = client.get(address)
        assert response.status_code in {200, 301, 302, 303, 404, 410, 503}, address
        found[address] = _readable(response)
        if engine != EMBEDDED:
            continue
        waiting += [link for link in _links(found[address], address) if link not in found and "?" not in link]
    assert len(found) < MOST
    return found


def _readable(response: Any) -> str:
    if response.get("Content-Type", "").startswith("application/vnd"):
        content = b"".join(response.streaming_content) if response.streaming else response.content
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return re.sub(r"</?mark>", "", text_of(response))


def _links(text: str, base: str) -> Iterator[str]:
    for found in re.findall(r'(?:href|src|action)="([^"#]+)|<loc>([^<]+)', text):
        parts = urlsplit(urljoin(f"http://testserver{base}", found[0] or found[1]))
        if parts.hostname in {"testserver", "127.0.0.1", "localhost"}:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def naming(pages: dict[str, str]) -> set[str]:
    """The addresses that name the person, besides repeating what they were asked for."""
    return {address for address, text in pages.items() if any(word in _answer(address, text) for word in WRITTEN)}


def _answer(address: str, text: str) -> str:
    question = unquote(address.partition("q=")[2].partition("&")[0])
    if question != NAME:
        return text
    # Pages of results repeat what was typed: in the form, the heading, and links to the same search.
    return text.replace(question, "").replace(quote(question), "")


@pytest.fixture
def tomorrow(published: CaseNoticePage) -> Iterator[Callable[[], None]]:
    """Lets the last day end, the nightly task run, and the worker bring the indexes up to date."""
    with time_machine.travel(timezone.now() + timedelta(days=1)) as clock:
        clock.shift(timedelta(days=-1))

        def night() -> None:
            clock.shift(timedelta(days=1))
            masking.mask_expired()
            for target in consumers.targets():
                applying.drain(target)

        yield night


def test_the_name_is_everywhere_before_and_nowhere_after(
    engine: str, published: CaseNoticePage, tomorrow: Callable[[], None]
) -> None:
    case = Case.objects.get(subjects__name=NAME)
    places = {"/", "/notices/", "/warnings/", published.url, f"/cases/{case.pk}/", f"/cases/{case.pk}/case.json"}
    places |= {f"/en{path}" for path in places} | {
        f"/search/?q={quote('礼金')}",
        f"/search/export.csv?q={quote('礼金')}",
    }
    places |= {f"/cases/{case.pk}/feed/", f"/cases/{case.pk}/feed.json", "/search/feed.json", "/changes/feed.json"}
    places |= {
        f"/open-data/{name}.{kind}" for name in ("cases", "measures", "notices") for kind in ("csv", "jsonl", "xlsx")
    }
    places |= {f"/api/v1/{name}?page_size=100" for name in ("cases", "measures", "notices")}
    places |= {
        "/search/feed/",
        "/changes/",
        "/changes/feed/",
        f"/search/suggest/?q={quote('甄')}",
        "/api/v1/search?page_size=100",
    }
    before = sweep(engine)
    if engine != EMBEDDED:
        places &= before.keys()
    assert places - naming(before) == set()
    tomorrow()
    after = sweep(engine)
    assert naming(after) == set()
    assert {address for address in places if SHOWN not in after[address]} == set()
    if engine != EMBEDDED:
        return
    assert {address for address, text in before.items() if address.startswith("/documents/") and NAME in text}
    assert "/changes/masked/" in after


def test_searching_for_the_name_finds_nothing(published: CaseNoticePage, tomorrow: Callable[[], None]) -> None:
    # The notice, the warning, the case.
    assert service.search(SearchQuery(text=f'"{NAME}"')).total == 3
    tomorrow()
    for text in (NAME, f'"{NAME}"', "甄士測"):
        found = service.search(SearchQuery(text=text))
        assert (found.total, found.standby) == (0, False), text
        assert NAME not in found.corrections
    assert service.search(SearchQuery(text=f'"{SHOWN}"')).total == 3
    similar = service.search(SearchQuery(text="甄士策"))
    assert not any(NAME in correction for correction in similar.corrections)


def test_counts_stay(published: CaseNoticePage, tomorrow: Callable[[], None]) -> None:
    def counts() -> dict[str, Any]:
        results = service.search(SearchQuery())
        return {name: [(value.code, value.count) for value in values] for name, values in results.facets.items()} | {
            "total": results.total
        }

    before = counts()
    tomorrow()
    assert counts() == before


def test_every_index_agrees_with_the_database(published: CaseNoticePage, tomorrow: Callable[[], None]) -> None:
    tomorrow()
    for target in consumers.targets():
        assert list(indexing.check(target)) == []
    assert SearchConsumer.objects.exists()
