"""What the browser reads: a small city with notices of every length and warnings in every state."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.management import call_command
from wagtail.models import Site

from home.models import HomePage, SiteFrame, StandardPage
from portal.notices.models import CaseNoticePage, NoticePage
from portal.organisations.models import Unit
from tests.factories import (
    CaseNoticePageFactory,
    DocumentFactory,
    FormFactory,
    ImageFactory,
    RegionFactory,
    UnitFactory,
    UserFactory,
    ViolationFactory,
    WarningPageFactory,
    site_tree,
)
from tests.factories.notices import paragraph

#: More than one page of a list.
NOTICES = 23
LONG_TITLE = "关于临江市清溪县" + "及其所属单位" * 12 + "违规收受礼品礼金典型问题的通报"


@dataclass(frozen=True, slots=True)
class City:
    """The addresses that tests visit."""

    unit: Unit
    notice: str
    warning: str
    internal: str
    standing: str
    withdrawn: str


def build_city() -> City:
    """Fill the database and build the search index."""
    home = site_tree()
    _frame()
    region = RegionFactory(name="临江市", name_en="Linjiang City")
    unit = UnitFactory(code="lj", name="中共临江市纪律检查委员会", name_en="Linjiang Commission", region=region)
    below = UnitFactory(parent=unit, code="lj-qx", name="中共清溪县纪律检查委员会", region=region)
    tags = {"violations": [ViolationFactory(name="测试用违规收受礼金")], "forms": [FormFactory(name="测试用诫勉")]}
    notices = [_notice(number, below if number % 2 else unit, region, tags) for number in range(NOTICES)]
    warning = WarningPageFactory(
        in_force=True, issuing_unit=unit, hotline="12388", body=[paragraph("<p>严禁公车私用。</p>")]
    )
    WarningPageFactory(over=True, issuing_unit=unit)
    WarningPageFactory(coming=True, issuing_unit=unit)
    internal = CaseNoticePageFactory(internal=True, audience=[unit], issuing_unit=unit, title="内部通报")
    UserFactory(username="reader", units=[unit])
    page = _latest(home).add_child(
        instance=StandardPage(title="关于本站", slug="about", show_in_menus=True, body=[paragraph("<p>本站说明。</p>")])
    )
    withdrawn = CaseNoticePageFactory(issuing_unit=unit)
    withdrawn.unpublish()
    call_command("rebuild_index", verbosity=0)
    return City(unit, _long(notices), warning.url, internal.url, page.url, withdrawn.url)


def _latest(home: HomePage) -> HomePage:
    return HomePage.objects.get(pk=home.pk)


def _frame() -> None:
    frame = SiteFrame.for_site(Site.objects.get(is_default_site=True))
    frame.sponsor, frame.hotline, frame.contact = "临江市纪委监委", "12388", "临江市滨江路18号"
    frame.icp_number, frame.police_number, frame.site_code = (
        "川ICP备00000000号",
        "川公网安备 51000000000000号",
        "5100000000",
    )
    frame.save()


def _notice(number: int, unit: Unit, region: Any, tags: dict[str, Any]) -> CaseNoticePage:
    return CaseNoticePageFactory(
        title=f"临江市公开通报第{number}起公车私用典型问题",
        issuing_unit=unit,
        region=region,
        published_on=date(2026, 11, 20) - timedelta(days=9 * number),
        **tags,
    )


def _long(others: list[CaseNoticePage]) -> str:
    """A notice with every kind of block, file and tag."""
    picture = {"image": ImageFactory().pk, "alt_text": "公示栏", "decorative": False}
    table = {
        "data": [["形式", "人数", "单位", "时间", "备注"], ["诫勉", "12", "清溪县", "2023年5月", "—"]],
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": "处理情况",
    }
    notice: NoticePage = CaseNoticePageFactory(
        title=LONG_TITLE,
        index_number="519900/2026-00001",
        written_on=date(2026, 11, 18),
        published_on=date(2026, 11, 21),
        issuing_unit=others[0].issuing_unit,
        region=others[0].region,
        keywords="八项规定；礼金",
        source_url="https://www.linjiang.example/article/1",
        body=[
            {"type": "heading", "value": "一、基本情况"},
            paragraph(
                "<p>2021年元旦后至2022年6月,<b>时任</b>局长臧某瑾收受礼金2.9万元。</p><ul><li>严禁公车私用。</li></ul>"
            ),
            {"type": "quote", "value": {"text": "抓早抓小、防微杜渐。", "source": "问责条例"}},
            {"type": "table", "value": table},
            {"type": "figure", "value": {"image": picture, "caption": "图一"}},
        ],
        attachments=[{"type": "document", "value": DocumentFactory().pk}],
        related=[{"type": "notice", "value": others[0].pk}],
        violations=list(others[0].violations.all()),
        forms=list(others[0].forms.all()),
    )
    return notice.url
