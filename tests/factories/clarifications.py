"""Clarifications and inspections."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from portal.cases.models import Case, Term
from portal.notices.models import (
    ClarificationCase,
    ClarificationIndexPage,
    ClarificationNotice,
    ClarificationPage,
    InspectedUnit,
    InspectionIndexPage,
    InspectionPage,
    NoticeIndexPage,
    NoticePage,
    RectificationItem,
)
from tests.factories.notices import NoticePageFactory
from tests.factories.organisations import UnitFactory


def term(taxonomy: str, code: str) -> Term:
    """An entry of an official list."""
    return Term.objects.get(taxonomy=taxonomy, code=code)


class ClarificationPageFactory(NoticePageFactory):
    """Clears a masked person; ``cases=[…]`` and ``notices=[…]`` are what it clears, ``finding`` is a code."""

    class Meta:
        model = ClarificationPage

    class Params:
        #: The person has consented to be named.
        named = factory.Trait(
            name_form="full",
            consent_on=date(2026, 9, 1),
            consent_form="written",
            consent_recorded_by="recorder",
        )

    title = factory.Sequence(lambda number: f"关于为一名同志澄清正名的通报（{number}）")
    summary = "经核查，反映的问题不属实，予以澄清。"
    person_name = "卜冤枉"
    person_post = "测试单位干部"
    accusation = "反映其违规收受礼品问题。"
    verified_by = "测试纪委监委"
    finding = "false"
    mode = "meeting"
    clarified_on = date(2026, 9, 10)
    approved_by = "测试纪委常委会"
    approved_on = date(2026, 9, 5)

    @classmethod
    def _create(cls, model_class: type[ClarificationPage], *args: Any, **kwargs: Any) -> NoticePage:
        for name, taxonomy in (("finding", "truth_result"), ("mode", "clarify_mode")):
            if isinstance(kwargs[name], str):
                kwargs[name] = term(taxonomy, kwargs[name])
        cases: list[Case] = kwargs.pop("cases", [])
        notices: list[NoticePage] = kwargs.pop("notices", [])
        kwargs["case_links"] = [ClarificationCase(case=case, sort_order=place) for place, case in enumerate(cases)]
        kwargs["notice_links"] = [
            ClarificationNotice(notice_id=notice.pk, sort_order=place) for place, notice in enumerate(notices)
        ]
        return super()._create(model_class, *args, **kwargs)

    @classmethod
    def section_model(cls) -> type[NoticeIndexPage]:
        return ClarificationIndexPage


class InspectionPageFactory(NoticePageFactory):
    """A round; ``ledger=[{"problem": …, "state": "done"}]`` gives it one unit with these items."""

    class Meta:
        model = InspectionPage

    class Params:
        open_now = factory.Trait(
            starts_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=5)),
            closes_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=5)),
        )
        closed = factory.Trait(
            starts_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=60)),
            closes_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1)),
        )

    title = factory.Sequence(lambda number: f"市委第{number}轮巡察公告")
    round_name = "十届市委第五轮巡察"
    inspection_type = "routine"
    phone = "0000-0000000"

    @classmethod
    def _create(cls, model_class: type[InspectionPage], *args: Any, **kwargs: Any) -> NoticePage:
        if isinstance(kwargs["inspection_type"], str):
            kwargs["inspection_type"] = term("inspection_type", kwargs["inspection_type"])
        ledger: list[dict[str, Any]] = kwargs.pop("ledger", [])
        page = super()._create(model_class, *args, **kwargs)
        if ledger:
            inspected = InspectedUnit.objects.create(
                page=page, unit=UnitFactory(), group="市委第一巡察组", feedback_on=date(2026, 3, 31),
                political="落实重大决策部署有差距。", people="窗口服务存在推诿。", party_building="党建责任压得不实。",
            )  # fmt: skip
            # With each item Wagtail would index the whole page anew; after the last is the same.
            with disable_reference_index_auto_update():
                for place, item in enumerate(ledger):
                    values = {"problem": f"问题{place + 1}", "state": "ongoing", **item}
                    values["state"] = term("rectify_status", values["state"])
                    RectificationItem.objects.create(inspected=inspected, sort_order=place, **values)
            ReferenceIndex.create_or_update_for_object(page)
        return page

    @classmethod
    def section_model(cls) -> type[NoticeIndexPage]:
        return InspectionIndexPage
