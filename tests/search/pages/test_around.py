"""What stands around the results: filters, chips, what went wrong, what to try when nothing is found."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag
from django.http import QueryDict
from django.test import Client

from search import presentation
from search.forms import read_query
from search.queries import SearchQuery
from search.results import FacetValue
from tests.factories import CaseNoticePageFactory, RegionFactory, UnitFactory, ViolationFactory, WarningPageFactory
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept(autouse=True)
def notices(index: Callable[[], None]) -> None:
    unit = UnitFactory(code="D01", name="云港区纪委监委", region=RegionFactory(code="990001"))
    gifts = ViolationFactory(code="gifts-x", name="测试用违规收礼")
    CaseNoticePageFactory(
        title="关于公车私用的通报", issuing_unit=unit, violations=[gifts], published_on=date(2026, 2, 3)
    )
    CaseNoticePageFactory(title="关于信息公开的通报", issuing_unit=unit, published_on=date(2025, 11, 3))
    WarningPageFactory(title="端午节前廉洁提醒", issuing_unit=None, published_on=date(2026, 6, 1))
    index()


def soup(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    (found,) = page.select(selector)
    return found


@pytest.mark.parametrize("address", ["/en/search/", "/en/notices/"])
def test_errors_name_what_readers_see(client: Client, address: str) -> None:
    page = soup(client, f"{address}?unit=NOWHERE&from=yesterday&colour=blue")
    told = [note.get_text() for note in page.select(".notes .note")]
    assert told == [
        "First day of publication: A date has the form 2026-04-13.",
        "Unit: Not known here: NOWHERE",
        "“colour”: This parameter is not known.",
    ]
    assert one(page, "#filter-from")["aria-describedby"] == one(page, ".period__problem")["id"]


def test_every_parameter_has_a_name_for_readers() -> None:
    from search.forms import PARAMETERS

    assert set(PARAMETERS) <= set(presentation.PARAMETER_LABELS)


@pytest.mark.parametrize("address", ["/en/search/", "/en/notices/"])
def test_days_in_the_wrong_order_stay_in_their_fields_and_narrow_nothing(client: Client, address: str) -> None:
    page = soup(client, f"{address}?from=2026-05-01&to=2026-04-01")
    assert (one(page, "#filter-from")["value"], one(page, "#filter-to")["value"]) == ("2026-05-01", "2026-04-01")
    assert one(page, "#filter-to")["aria-invalid"] == "true"
    assert "2026-05-01" in one(page, "#filter-to-problem").get_text()
    assert not page.select(".chip")
    assert int(one(page, ".tally strong").get_text()) > 0


def test_a_wrong_day_does_not_take_the_other_one_along() -> None:
    cleaned = read_query(QueryDict("from=2026-05-01&to=2026-13-01"))
    assert (cleaned.query.date_from, cleaned.query.date_to) == (date(2026, 5, 1), None)
    assert cleaned.days == (date(2026, 5, 1), None)
    assert list(cleaned.errors) == ["to"]


@pytest.mark.parametrize("address", ["/en/search/", "/en/notices/"])
def test_chosen_filters_go_one_by_one_or_all_at_once_and_the_words_stay(client: Client, address: str) -> None:
    page = soup(client, f"{address}?q=通报&unit=D01&quarter=2026&from=2026-01-01")
    chips = [str(chip["href"]) for chip in page.select(".chip")]
    assert len(chips) == 3
    assert all(chip.startswith("?q=") and chip.endswith("#results") for chip in chips)
    assert not any(gone in chip for gone, chip in zip(["unit=", "quarter=", "from="], chips, strict=True))
    (clear,) = {str(link["href"]) for link in page.select(".chips__clear, .filters__clear")}
    assert clear.startswith("?q=")
    assert "&" not in clear


def test_without_a_filter_nothing_is_there_to_clear(client: Client) -> None:
    page = soup(client, "/en/search/?q=通报")
    assert not page.select(".chips, .filters__clear, .filters__chosen")


def test_the_panel_says_how_many_are_chosen_and_found(client: Client) -> None:
    page = soup(client, "/en/search/?q=通报&unit=D01&quarter=2026Q1")
    button = one(page, ".filters__button")
    assert "2 chosen" in button.get_text()
    assert one(page, f"#{button['popovertarget']}").has_attr("popover")
    assert "1 now" in one(page, ".filters__foot .button").get_text()


def test_a_year_is_chosen_and_then_its_quarter(client: Client) -> None:
    page = soup(client, "/en/search/?quarter=2026Q1")
    years = [
        (
            one(year, "legend").get_text(),
            [(box["value"], box.has_attr("checked")) for box in year.select("input[name=quarter]")],
        )
        for year in page.select(".year")
    ]
    assert years == [
        ("Year 2026", [("2026", False), ("2026Q1", True), ("2026Q2", False)]),
        ("Year 2025", [("2025", False), ("2025Q4", False)]),
    ]


def test_a_quarter_without_its_year_still_shows() -> None:
    values = (
        FacetValue(code="2024Q3", label="Q3 2024", count=0, chosen=True),
        FacetValue(code="x", label="x", count=1),
    )
    first, second = presentation.FacetGroup("quarter", "Quarter", values).years
    assert (first.whole.code, first.whole.label, [value.code for _label, value in first.quarters], first.is_chosen) == (
        "2024",
        "2024",
        ["2024Q3"],
        True,
    )
    assert (second.whole.code, second.quarters) == ("x", ())


def test_the_title_and_the_heading_tell_the_count(client: Client) -> None:
    page = soup(client, "/en/search/?q=通报&kind=case&page_size=1&page=2")
    assert page.title is not None
    assert page.title.get_text().startswith("Search: 通报 - 2 results - page 2")
    heading = one(page, "#results")
    assert (heading.name, heading["tabindex"]) == ("h2", "-1")
    assert heading.get_text().startswith("2 results")
    assert heading.find_parent(attrs={"role": "status"}) is not None


def test_whatever_changes_the_results_leads_to_their_heading(client: Client) -> None:
    page = soup(client, "/en/search/?q=通报&unit=D01&page_size=1")
    links = page.select(".chip, .chips__clear, .sorts a, .pagination a, .filters__clear, .to-results")
    assert len(links) > 5
    assert {str(link["href"]).partition("#")[2] for link in links} == {"results"}
    assert one(page, ".filters__foot button")["formaction"] == "/en/search/#results"


def test_headings_go_down_step_by_step(client: Client) -> None:
    levels = [int(heading.name[1]) for heading in soup(client, "/en/search/?q=通报").select("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_split_words_are_shown(client: Client) -> None:
    page = soup(client, "/en/search/?q=信息公车")
    assert "信息 · 公车" in one(page, ".note--calm").get_text()


def test_other_wordings_keep_the_filters(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.corrections.corrections", lambda text: ("公车",))
    page = soup(client, "/en/search/?q=弓车&kind=case")
    (link,) = page.select(".note a")
    assert link["href"] == "?" + SearchQuery(text="公车", filters={"kind": ("case",)}).address


def hints(page: BeautifulSoup) -> list[str]:
    return [" ".join(item.get_text().split()) for item in page.select(".empty li, .panel li")]


def test_nothing_found_names_the_filter_that_removed_everything(client: Client) -> None:
    page = soup(client, "/en/search/?q=公车私用&kind=warning")
    assert "without the filter “Kind”: 1 result" in hints(page)


def test_nothing_found_names_all_filters_where_no_single_one_is_to_blame(client: Client) -> None:
    page = soup(client, "/en/search/?q=端午&kind=case&quarter=2025&unit=D01")
    assert hints(page)[0] == "without the filter “All filters”: 1 result"
    link = one(page, ".empty a")
    assert link["href"] == "?" + SearchQuery(text="端午").address


def test_a_section_never_offers_what_is_outside_of_it(client: Client) -> None:
    page = soup(client, "/en/notices/?q=端午&quarter=2025&unit=D01")
    assert not [hint for hint in hints(page) if "without the filter" in hint]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('"公车通报"', "公车通报 without quotation marks: 1 result"),
        ("公车 -私用", "公车 without the words to leave out: 1 result"),
        ("資訊", "信息 in simplified Chinese: 1 result"),
    ],
)
def test_nothing_found_offers_the_same_words_in_another_way(client: Client, text: str, hint: str) -> None:
    page = soup(client, f"/en/search/?q={text}&kind=case")
    assert hint in hints(page)
    (link,) = [link for link in page.select(".panel a") if link.get_text() in hint]
    assert "kind=case" in str(link["href"])


def test_words_that_are_found_in_part_are_offered_in_another_way_where_that_is_better(client: Client) -> None:
    page = soup(client, "/en/search/?q=資訊公開")
    assert "Nothing holds all of these words" in one(page, ".note--calm").get_text()
    assert [link.get_text() for link in page.select(".note:not(.note--calm) a")] == ["信息公开"]
    assert not soup(client, '/en/search/?q="公车" 飞碟').select(".note:not(.note--calm)")


def test_pinyin_that_is_typed_in_pieces_is_understood(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.corrections.corrections", lambda text: ("公车",) if text == "gongche" else ())
    assert "公车 by pinyin: 1 result" in hints(soup(client, "/en/search/?q=gong che"))


def test_what_would_find_nothing_either_is_not_offered(client: Client) -> None:
    assert hints(soup(client, '/en/search/?q="飞碟"')) == []


def test_each_page_of_a_list_is_an_address_of_its_own(client: Client) -> None:
    def canonical(address: str) -> str:
        return str(one(soup(client, address), 'link[rel="canonical"]')["href"])

    first = canonical("/notices/?page_size=1")
    assert canonical("/notices/?page_size=1&page=2") == f"{first}?page=2"
    # There is no such page: the last one is shown.
    assert canonical("/notices/?page=99") == first


def test_recent_searches_are_asked_for_on_the_search_page_alone(client: Client) -> None:
    assert soup(client, "/search/?q=公车").select('.recent[hidden], script[src*="recent"]')
    for address in ("/", "/notices/", "/_util/login/"):
        assert not soup(client, address).select('.recent, script[src*="recent"]')


def test_the_feed_of_a_search_is_explained_and_can_be_copied(client: Client) -> None:
    page = soup(client, "/en/search/?q=公车&kind=case&sort=date&page=1")
    field = one(page, "#feed-address")
    assert field.has_attr("readonly")
    address = "http://testserver/en/search/feed/?" + SearchQuery(text="公车", filters={"kind": ("case",)}).address
    assert field["value"] == address
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/en/search/?kind=case", "/en/notices/?sort=date"])
def test_of_hundreds_of_units_the_most_frequent_stand_there_and_the_others_are_a_click_away(
    client: Client, index: Callable[[], None], address: str
) -> None:
    units = [UnitFactory(code=f"M{number}") for number in range(presentation.MOST_VALUES + 3)]
    for unit in units:
        CaseNoticePageFactory(issuing_unit=unit, published_on=date(2026, 3, 1))
    CaseNoticePageFactory(issuing_unit=units[-1], published_on=date(2026, 3, 2))
    index()
    page = soup(client, address)
    shown = [box["value"] for box in page.select("input[name=unit]")]
    assert len(shown) == presentation.MOST_VALUES
    assert units[-1].code in shown
    whole = one(page, ".facet__whole button")
    assert whole.get_text().startswith(f"All {len(units) + 1}")
    path = address.partition("?")[0]
    assert (whole["type"], whole["name"], whole["form"]) == ("submit", "all", one(page, "#filter-from")["form"])
    assert whole["formaction"] == f"{path}#filters"
    page = soup(client, f"{path}?all={whole['value']}")
    assert len(page.select("input[name=unit]")) == len(units) + 1
    assert page.select(".notes .note") == []
    # What was chosen stays in sight, however rare.
    rare = next(unit.code for unit in units if unit.code not in shown)
    assert one(soup(client, f"{path}?unit={rare}"), f"input[name=unit][value={rare}]").has_attr("checked")


def test_a_program_is_told_that_there_is_no_such_parameter(client: Client) -> None:
    assert client.get("/api/v1/search?all=unit").status_code == 400
    assert client.get("/search/feed/?all=unit").status_code == 400
