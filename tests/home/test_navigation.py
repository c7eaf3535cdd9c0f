"""The ways through the site."""

import pytest
from django.utils import translation

from home.navigation import in_language, label_of, main_navigation


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("/", "/en/"),
        ("/notices/", "/en/notices/"),
        ("/notices/?q=%E5%85%AC&page=2", "/en/notices/?q=%E5%85%AC&page=2"),
        ("/?a=/en/", "/en/?a=/en/"),
        ("/english/", "/en/english/"),
        ("/nothing here/", "/en/nothing here/"),
    ],
)
def test_an_address_in_the_other_language_and_back(chinese: str, english: str) -> None:
    assert in_language(chinese, "en") == english
    assert in_language(english, "zh-hans") == chinese
    assert in_language(english, "en") == english
    assert in_language(chinese, "zh-hans") == chinese


def test_the_entry_at_hand_is_marked() -> None:
    assert [(entry.url, entry.current) for entry in main_navigation("/notices/20260101-x/")] == [
        ("/", ""),
        ("/notices/", "true"),
        ("/warnings/", ""),
        ("/bulletins/", ""),
        ("/clarifications/", ""),
        ("/inspections/", ""),
        ("/feedback/", ""),
        ("/units/", ""),
        ("/insights/", ""),
        ("/search/", ""),
    ]
    assert [entry.current for entry in main_navigation("/")] == ["page", *[""] * 9]


def test_entries_stay_in_the_language() -> None:
    with translation.override("en"):
        assert [entry.url for entry in main_navigation("/en/")][:2] == ["/en/", "/en/notices/"]
        assert str(label_of("/en/notices/")) == "Case notices"
        assert label_of("/en/notices/20260101-x/") is None
