"""Where there is nothing, a page says why and where to go on."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal.notices.models import CaseNoticeIndexPage, WarningIndexPage
from tests.factories import CaseNoticePageFactory, UnitFactory, UserFactory, section
from tests.factories.accounts import PASSWORD
from tests.indexes import engine, index

__all__ = ["engine", "index"]

pytestmark = pytest.mark.django_db


def main(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    found = BeautifulSoup(response.content, "html.parser").main
    assert found is not None
    return BeautifulSoup(str(found), "html.parser")


def next_steps(page: BeautifulSoup) -> list[str]:
    return [str(link["href"]) for link in page.select(".empty a")]


@pytest.mark.parametrize("model", [CaseNoticeIndexPage, WarningIndexPage])
def test_an_empty_section(client: Client, index: Callable[[], None], model: type[CaseNoticeIndexPage]) -> None:
    page = main(client, f"/en{section(model).url}")
    assert "Nothing has been published in this section yet." in page.get_text()
    assert next_steps(page) == ["/en/search/", f"/en/search/feed/?kind={model.kind}"]


def test_a_filter_that_removes_everything_is_named(client: Client, index: Callable[[], None]) -> None:
    CaseNoticePageFactory(title="公车私用的通报", issuing_unit=None)
    UnitFactory(code="quiet", name_en="Quiet unit")
    index()
    page = main(client, "/en/notices/?q=公车&unit=quiet")
    assert "without the filter “Unit”: 1 result" in page.get_text()
    steps = next_steps(page)
    assert "/en/notices/" in steps
    assert "/en/search/?q=%E5%85%AC%E8%BD%A6" in steps
    # Each leads to something.
    assert all(
        "Nothing" not in main(client, step if step[0] == "/" else f"/en/notices/{step}").get_text() for step in steps
    )


def test_words_that_nothing_has(client: Client, index: Callable[[], None]) -> None:
    CaseNoticePageFactory()
    index()
    assert next_steps(main(client, "/en/notices/?q=飞碟")) == ["/en/notices/", "/en/search/?q=%E9%A3%9E%E7%A2%9F"]


def test_a_unit_without_notices(client: Client, index: Callable[[], None]) -> None:
    unit = UnitFactory(code="quiet")
    UnitFactory(parent=unit)
    found = main(client, "/en/units/quiet/").select_one("section[aria-labelledby=unit-notices]")
    assert found is not None
    links = [str(link["href"]) for link in found.select("ul a")]
    assert links == ["?below=1#unit-notices", "/en/search/feed/?unit=quiet", "/en/units/"]
    assert client.get("/en/search/feed/?unit=quiet").status_code == 200


def test_no_such_unit(client: Client) -> None:
    assert next_steps(main(client, "/en/units/?q=飞碟")) == ["/en/search/?q=%E9%A3%9E%E7%A2%9F"]
    assert next_steps(main(client, "/en/units/")) == ["/en/search/"]


def test_no_internal_notice(client: Client) -> None:
    UserFactory(username="reader", units=[UnitFactory()])
    assert client.login(username="reader", password=PASSWORD)
    assert next_steps(main(client, "/en/internal/")) == ["/en/search/"]
