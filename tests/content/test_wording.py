"""Brackets and lists as each language writes them."""

import pytest
from django.utils.translation import override

from portal.content.wording import in_brackets, listed


@pytest.mark.parametrize(
    ("language", "remark", "row"), [("zh-hans", "（件）", "警告、免职"), ("en", " (件)", "警告, 免职")]
)
def test_signs_are_those_of_the_language(language: str, remark: str, row: str) -> None:
    with override(language):
        assert (in_brackets("件"), in_brackets(""), in_brackets(None)) == (remark, "", "")
        assert listed(["警告", "免职"]) == row
