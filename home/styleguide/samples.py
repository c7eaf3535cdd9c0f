"""Made-up content for each component, so that the page shows them all without touching the database."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from home.figures.bars import Counted, bars
from home.figures.kinds import Tile
from home.styleguide.case_samples import of_cases
from home.styleguide.notice_samples import of_notes
from home.styleguide.sample import Sample
from portal.cases.models import Term
from portal.cases.statistics.quarters import Quarter
from portal.content.rendering import Heading
from portal.notices.models import CaseNoticePage, WarningPage
from portal.organisations.models import Region, Unit
from search import vocabularies
from search.exporting.formats import FORMATS
from search.paging import Paging
from search.presentation import Chip, EmptyHint, FacetGroup, Period, Problem, SortLink
from search.queries import SearchQuery
from search.results import FacetValue, SearchResult
from search.takeaways import File

#: Components that every page shows around its content, this one as well, or that print nothing to be seen.
FRAME = frozenset(
    {
        "addresses",
        "breadcrumb",
        "error_page",
        "footer",
        "footer_records",
        "header",
        "languages",
        "mark",
        "modes",
        "navigation",
        "open_graph",
        "police_badge",
        "site_meta",
    }
)
_FORM = "sample-form"


def samples(root_path: str) -> list[Sample]:
    """Every component that is not of the frame, by name. ``root_path`` is Wagtail's path of the home page."""
    today = timezone.localdate()
    notice, warnings = _notice(root_path, today), _warnings(root_path, today)
    return sorted(
        (
            *_of_notices(notice, warnings),
            *_of_lists(notice, warnings[0]),
            *_of_search(today),
            *_of_figures(today),
            *of_cases(today),
            *of_notes(today),
        ),
        key=lambda sample: sample.name,
    )


def _of_notices(notice: CaseNoticePage, warnings: list[WarningPage]) -> list[Sample]:
    file = SimpleNamespace(url="#attachments", title="附件：整改清单", file_extension="pdf", file_size=183_000)
    contents = [Heading("part-1", "一、基本情况"), Heading("part-2", "二、处理情况"), Heading("part-3", "三、工作要求")]
    terms = [Term(code="sample", name="违规收受礼品礼金", name_en="Accepting gifts and money")]
    return [
        Sample("attachments", ({"files": [file]},)),
        Sample("cite", ({"page": notice},)),
        Sample("contents", ({"contents": contents},)),
        Sample("document_box", ({"page": notice},)),
        Sample("neighbours", ({"earlier": notice, "later": warnings[0]},)),
        Sample("read_aloud", ({"target": "#sample-read_aloud"},)),
        Sample("state", tuple({"warning": warning} for warning in warnings)),
        Sample("tags", ({"terms": terms, "facet": "violation"},)),
        Sample("validity", tuple({"warning": warning} for warning in warnings)),
    ]


def _of_lists(notice: CaseNoticePage, warning: WarningPage) -> list[Sample]:
    paging = Paging(SearchQuery(text="公车私用", page=5), 386)
    sorts = [SortLink(_("By relevance"), "#tally", True), SortLink(_("Newest first"), "#tally", False)]
    hint = EmptyHint("临江市", 12, "#empty")
    return [
        Sample("empty", ({"empty_hints": [hint]},)),
        Sample("errors", ({"problems": [Problem("quarter", _("Quarter"), "2026Q9")]},)),
        Sample("messages", ({"messages": [_("Nothing was found.")]},)),
        Sample("notice_card", ({"notice": notice},)),
        Sample("pagination", ({"paging": paging},)),
        Sample("tally", ({"results": SimpleNamespace(total=386), "paging": paging, "sorts": sorts},)),
        Sample("warning_card", ({"warning": warning},)),
    ]


def _of_search(today: date) -> list[Sample]:
    values = tuple(
        FacetValue(
            code=f"sample-{place}", label=f"清溪县第{place}单位", count=40 - place, chosen=place == 1, depth=place % 3
        )
        for place in range(1, 11)
    )
    unit, kind = FacetGroup("unit", _("Unit"), values), FacetGroup("kind", _("Kind"), values[:2])
    result = SearchResult(
        id="sample",
        kind="case",
        title="关于公车私用典型问题的通报",
        title_html=mark_safe("关于<mark>公车私用</mark>典型问题的通报"),  # noqa: S308 (constant)
        url="/notices/",
        date=today,
        unit="中共临江市纪律检查委员会",
        snippet=mark_safe("违规将<mark>公车</mark>用于探亲，受到党内警告处分……"),  # noqa: S308 (constant)
    )
    found = SimpleNamespace(total=386)
    files = [File(kind.label, f"#{extension}") for extension, kind in FORMATS.items()]
    return [
        Sample("badge", ({"kind": "case"}, {"kind": "warning"})),
        Sample("chips", ({"chips": [Chip(_("Unit"), "清溪县", "#chips")], "clear_url": "#chips"},)),
        Sample("facet", ({"facet": kind, "form": _FORM, "open": True},)),
        Sample("filters", ({"form": _FORM, "facets": [unit], "period": Period(today), "results": found},)),
        Sample("quarters", ({"facet": _quarters(today), "form": _FORM, "open": True},)),
        Sample("result", ({"result": result, "query": SearchQuery(text="公车私用")},)),
        Sample("search_form", ({"id": "sample-search", "large": True},)),
        Sample("take_along", ({"feed_url": "#take-along", "files": files, "results": found, "rows_of_files": 386},)),
        Sample("standby", ({"results": SimpleNamespace(standby=True)},)),
    ]


def _of_figures(today: date) -> list[Sample]:
    counted = [Counted("sample-1", "清溪县", 12), Counted("sample-2", "临江区", 5), Counted("sample-3", "石桥县", 0)]
    quarter = Quarter.of(today)
    tiles = [Tile("", 17, 22, quarter), Tile("case", 14, 13, quarter), Tile("warning", 0, 0, quarter)]
    return [
        Sample("bars", ({"bars": bars("region", counted, None, None)},)),
        Sample("figure_tile", tuple({"tile": tile} for tile in tiles)),
    ]


def _quarters(today: date) -> FacetGroup:
    codes = [f"{today.year}", *(f"{today.year}Q{quarter}" for quarter in range(1, 5))]
    labels = vocabularies.labels("quarter", codes)
    values = (FacetValue(code=code, label=labels[code].label, count=20 - place) for place, code in enumerate(codes))
    return FacetGroup("quarter", _("Quarter"), tuple(values))


def _notice(root_path: str, today: date) -> CaseNoticePage:
    return CaseNoticePage(
        title="关于3起违反中央八项规定精神典型问题的通报",
        url_path=f"{root_path}notices/",
        depth=4,
        document_number="临纪通〔2026〕3号",
        index_number="519900/2026-00003",
        batch="2026年第3批",
        issuing_unit=Unit(code="sample", name="中共临江市纪律检查委员会", name_en="Linjiang Commission"),
        region=Region(code="sample", name="临江市", name_en="Linjiang City"),
        written_on=today - timedelta(days=3),
        published_on=today,
    )


def _warnings(root_path: str, today: date) -> list[WarningPage]:
    """One in force, one that is coming, one that is over."""
    periods = ((-1, 7), (3, 9), (-20, -10))
    return [
        WarningPage(
            title="中秋国庆期间廉洁提醒",
            url_path=f"{root_path}warnings/",
            published_on=today,
            valid_from=today + timedelta(days=first),
            valid_to=today + timedelta(days=last),
        )
        for first, last in periods
    ]
