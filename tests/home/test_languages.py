"""Pages in English are English; what stands there in Chinese says so, for those who have the page read aloud."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation

from home.templatetags.frame import marking_chinese
from portal.cases.models import Subject
from portal.notices.models import NoticeCase
from search import vocabularies
from tests.factories import CaseFactory, CaseNoticePageFactory

pytestmark = pytest.mark.django_db

HAN = re.compile("[\u3400-\u9fff]")
RESPONSIBILITIES = {
    "direct": "direct responsibility",
    "principal": "principal responsibility",
    "supervisory": "supervisory responsibility",
    "double": "double investigation of one case",
}


def unmarked(page: BeautifulSoup) -> Iterator[str]:
    """Chinese that a voice would read as English."""
    for text in (page.body or page).find_all(string=HAN):
        if text.parent and text.parent.name not in {"script", "style"}:
            inner = text.find_parent(lang=True)
            if inner and not str(inner["lang"]).startswith("zh"):
                yield str(text)


@pytest.mark.parametrize("address", ["/en/open-data/", "/en/open-data/api/"])
def test_words_of_the_data_are_marked_as_chinese(client: Client, address: str) -> None:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert page.find_all(string=re.compile("一年"))
    assert list(unmarked(page)) == []


def test_responsibilities_are_called_as_the_glossary_calls_them() -> None:
    english = vocabularies.labels("responsibility", list(RESPONSIBILITIES), "en")
    assert {code: label.label for code, label in english.items()} == RESPONSIBILITIES
    chinese = vocabularies.labels("responsibility", list(RESPONSIBILITIES), "zh-hans")
    assert [label.label for label in chinese.values()] == ["当事人责任", "主体责任", "监督责任", "一案双查"]


def test_the_facts_of_a_case_are_english(client: Client) -> None:
    subjects = [{"responsibility": kind, "measures": [{"grade": "pd1"}]} for kind in Subject.Responsibility]
    case = CaseFactory(subjects=subjects)
    CaseNoticePageFactory(case_links=[NoticeCase(case=case)])
    page = BeautifulSoup(client.get(f"/en/cases/{case.pk}/").content, "html.parser")
    for name in list(RESPONSIBILITIES.values())[1:3]:
        assert page.find_all(string=re.compile(name))
    assert not page.find_all(string=re.compile("主体责任|监督责任|当事人责任|一案双查"))


def test_nothing_is_marked_on_a_chinese_page() -> None:
    with translation.override("zh-hans"):
        assert marking_chinese("原<时任") == "原&lt;时任"
    with translation.override("en"):
        assert marking_chinese("Such as 一年 & 二年") == (
            'Such as <span lang="zh-Hans">一年</span> &amp; <span lang="zh-Hans">二年</span>'
        )
