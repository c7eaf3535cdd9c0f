"""What the browser reads: a small city with notices of every length and warnings in every state."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.management import call_command
from wagtail.models import Site

from home.models import HomePage, SiteFrame, StandardPage
from portal.cases.models import Case
from portal.cases.statistics.compiling import TOTAL
from portal.notices.bulletins.typing import take_typed
from portal.notices.models import BulletinPage, CaseNoticePage, NoticeCase
from portal.organisations.models import Unit
from tests.browser.hostile import ARABIC, HAN_200, LATIN_200
from tests.browser.rooms import Rooms, build_rooms
from tests.factories import (
    BulletinPageFactory,
    CaseFactory,
    CaseNoticePageFactory,
    ClarificationPageFactory,
    DocumentFactory,
    FormFactory,
    ImageFactory,
    InspectionPageFactory,
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
LEDGER = [{"problem": "党建责任压得不实。", "state": "done"}, {"due": date(2026, 1, 31)}]
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
    case: str
    bulletin: str
    clarification: str
    inspection: str
    rooms: Rooms


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
    withdrawn = CaseNoticePageFactory(issuing_unit=unit)
    withdrawn.unpublish()
    long = _long(notices)
    case = _case(below)
    told = CaseNoticePageFactory(issuing_unit=unit, region=region, case_links=[NoticeCase(case=case)])
    clarification = ClarificationPageFactory(title=ARABIC, issuing_unit=unit, cases=[case], notices=[told, long])
    inspection = InspectionPageFactory(title=LATIN_200, open_now=True, issuing_unit=unit, ledger=LEDGER)
    bulletin = _bulletin(unit, case)
    rooms = build_rooms(unit)
    call_command("rebuild_index", verbosity=0)
    return City(
        unit=unit,
        notice=long.url,
        warning=warning.url,
        internal=internal.url,
        standing=_standing(home),
        withdrawn=withdrawn.url,
        case=case.get_absolute_url(),
        bulletin=bulletin.url,
        clarification=clarification.url,
        inspection=inspection.url,
        rooms=rooms,
    )


def _standing(home: HomePage) -> str:
    page = HomePage.objects.get(pk=home.pk).add_child(
        instance=StandardPage(title="关于本站", slug="about", show_in_menus=True, body=[paragraph("<p>本站说明。</p>")])
    )
    return str(page.url)


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


def _case(unit: Unit) -> Case:
    """A case of two persons and an organisation, with all that its page shows."""
    case: Case = CaseFactory(
        heading=HAN_200,
        unit=unit,
        other_problems=True,
        subjects=[
            {"measures": [{"grade": "pd1"}, {"grade": "gd1", "body": "清溪县监察委员会"}]},
            {"name": "臧某瑾", "responsibility": "principal", "measures": [{"grade": "ldr.admonish"}]},
            {"kind": "organisation", "name": LONG_TITLE[2:40], "measures": [{"grade": "org.notice"}]},
        ],
    )
    case.act_periods.create(start="2021-02", end="2022", text="2021年春节后")
    case.amounts.create(text="8.8万余元", what="礼品礼金折合")
    case.save()
    return case


def _bulletin(unit: Unit, case: Case) -> BulletinPage:
    """Compiled, with a figure typed by hand, and published a second time with other figures."""
    bulletin: BulletinPage = BulletinPageFactory(
        title=HAN_200, compiled=True, unit=unit, issuing_unit=unit, cases=[case]
    )
    bulletin.figures, problems, _hidden = take_typed(bulletin.figures, {("overview", TOTAL, "letters"): "3.2万"})
    assert problems == []
    bulletin.correction_what = "更正信访举报数据。"
    bulletin.save_revision().publish()
    return bulletin


def _long(others: list[CaseNoticePage]) -> CaseNoticePage:
    """A notice with every kind of block, file and tag."""
    picture = {"image": ImageFactory().pk, "alt_text": "公示栏", "decorative": False}
    table = {
        "data": [["形式", "人数", "单位", "时间", "备注"], ["诫勉", "12", "清溪县", "2023年5月", "—"]],
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": "处理情况",
    }
    notice: CaseNoticePage = CaseNoticePageFactory(
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
    return notice
