"""Quarterly bulletins."""

from typing import Any

from portal.cases.statistics.compiling import compile_quarter
from portal.notices.models import BulletinCase, BulletinIndexPage, BulletinPage, NoticeIndexPage
from tests.factories.notices import NoticePageFactory


class BulletinPageFactory(NoticePageFactory):
    """A bulletin of 2026Q3, live unless told. ``compiled=True`` gives it figures; ``cases=[…]`` typical cases."""

    class Meta:
        model = BulletinPage

    title = "2026年第三季度通报"
    year = 2026
    quarter_number = 3

    @classmethod
    def _create(cls, model_class: type[BulletinPage], *args: Any, **kwargs: Any) -> BulletinPage:
        cases = kwargs.pop("cases", ())
        if kwargs.pop("compiled", False):
            probe = BulletinPage(year=kwargs["year"], quarter_number=kwargs["quarter_number"], unit=kwargs.get("unit"))
            assert probe.quarter is not None
            probe.take(compile_quarter(probe.quarter, probe.unit))
            kwargs["figures"] = probe.figures
        kwargs["case_links"] = [BulletinCase(case=case, sort_order=place) for place, case in enumerate(cases)]
        page: BulletinPage = super()._create(model_class, *args, **kwargs)
        return page

    @classmethod
    def section_model(cls) -> type[NoticeIndexPage]:
        return BulletinIndexPage
