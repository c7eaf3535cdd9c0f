"""落款: unit and day at the foot of a notice, unless its own text ends with them."""

from datetime import date

import pytest
from django.test import Client

from tests.factories import CaseNoticePageFactory, UnitFactory
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db

FOOT = 'class="notice__foot"'


def page(text: str = "<p>严禁公车私用。</p>", **facts: object) -> str:
    notice = CaseNoticePageFactory(
        **{"issuing_unit": UnitFactory(name="测试市纪委监委"), "published_on": date(2026, 8, 2), **facts},
        body=[paragraph(text)],
    )
    return Client().get(notice.url).content.decode()


def test_the_unit_and_the_day_of_the_document_stand_at_the_foot() -> None:
    text = page(written_on=date(2026, 8, 1))
    foot = text[text.index(FOOT) :]
    assert "测试市纪委监委" in foot[:200]
    assert "2026年8月1日" in foot[:200]
    assert "2026年8月2日" in page()[page().index(FOOT) :][:200]


@pytest.mark.parametrize(
    "text",
    [
        "<p>严禁公车私用。</p><p>测试市纪委监委</p><p>2026年8月1日</p>",
        "<p>严禁公车私用。</p><p>2026 年 8 月 1 日</p>",
        "<p>严禁公车私用。</p><p>二〇二六年八月一日</p>",
        "<p>严禁公车私用。</p><p>测试市纪委监委</p>",
    ],
)
def test_a_text_with_a_foot_of_its_own_gets_no_second_one(text: str) -> None:
    assert FOOT not in page(text)


def test_where_nobody_is_known_to_sign_there_is_no_foot() -> None:
    assert FOOT not in page(issuing_unit=None)
