"""Notices and warnings in every state."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.notices.models import (
    CaseNoticeIndexPage,
    CaseNoticePage,
    NoticeIndexPage,
    NoticePage,
    Scope,
    WarningIndexPage,
    WarningPage,
)
from tests.factories.organisations import UnitFactory
from tests.factories.site import section

_MANY = ("audience", "violations", "forms")


def paragraph(html: str) -> dict[str, str]:
    """A block of text for ``body``."""
    return {"type": "paragraph", "value": html}


class NoticePageFactory(factory.django.DjangoModelFactory):
    """A live public notice in its section. ``audience``, ``violations``, ``forms`` take lists; ``body`` raw blocks.

    ``expired=True`` gives one that was taken down at its end.
    """

    class Meta:
        abstract = True

    class Params:
        #: 党内通报; give ``audience=[unit]`` (else some unit), and ``audience_includes_subunits=True`` if you like.
        internal = factory.Trait(scope=Scope.INTERNAL, audience=factory.LazyFunction(lambda: [UnitFactory()]))
        draft = factory.Trait(live=False)
        #: Live, with an end that `publish_scheduled` finds.
        overdue = factory.Trait(expire_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1)))
        #: Only behind a password.
        restricted = factory.Trait(restriction=True)

    title = factory.Sequence(lambda number: f"关于第{number}起典型问题的通报")
    document_number = factory.Sequence(lambda number: f"测纪通〔2026〕{number}号")
    issuing_unit = factory.SubFactory(UnitFactory)
    summary = "通报一起违规收受礼品礼金典型问题。"
    body = factory.LazyFunction(lambda: [paragraph("<p>现将有关情况通报如下。</p>")])

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        if kwargs.get("expired"):
            kwargs |= {"live": False, "expire_at": timezone.now() - timedelta(days=1)}
        return kwargs

    @classmethod
    def _create(cls, model_class: type[NoticePage], *args: Any, **kwargs: Any) -> NoticePage:
        parent = kwargs.pop("parent", None) or section(cls.section_model())
        restricted = kwargs.pop("restriction", False)
        many = {name: kwargs.pop(name) for name in _MANY if name in kwargs}
        page = model_class(**kwargs)
        for name, values in many.items():
            setattr(page, name, values)
        parent.refresh_from_db()
        parent.add_child(instance=page)
        if restricted:
            PageViewRestriction.objects.create(page=page, restriction_type="password", password="geheim")
        return page

    @classmethod
    def section_model(cls) -> type[NoticeIndexPage]:
        """The section that these notices hang in."""
        raise NotImplementedError


class CaseNoticePageFactory(NoticePageFactory):
    """A notice of typical cases."""

    class Meta:
        model = CaseNoticePage

    batch = "2026年第1批"

    @classmethod
    def section_model(cls) -> type[NoticeIndexPage]:
        return CaseNoticeIndexPage


class WarningPageFactory(NoticePageFactory):
    """A warning without dates, so in force."""

    class Meta:
        model = WarningPage

    class Params:
        in_force = factory.Trait(
            valid_from=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1)),
            valid_to=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7)),
        )
        over = factory.Trait(
            valid_from=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=9)),
            valid_to=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1)),
        )
        coming = factory.Trait(valid_from=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=1)))

    title = factory.Sequence(lambda number: f"中秋国庆期间廉洁提醒（{number}）")
    holiday = "中秋国庆"
    addressees = "全体党员干部"

    @classmethod
    def section_model(cls) -> type[NoticeIndexPage]:
        return WarningIndexPage
