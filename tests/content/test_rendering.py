"""A body becomes HTML whatever its text holds."""

import pytest

from portal.content.rendering import render_body
from tests.factories import CaseNoticePageFactory
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db


def test_a_text_may_hold_the_character_that_parts_paragraphs() -> None:
    notice = CaseNoticePageFactory(body=[paragraph("<p>一\x1e二</p>"), paragraph("<p>三</p>")])
    html = render_body(notice.body, {})
    assert html.index("一 二") < html.index("三")
