"""The values of a filter, drawn in one go."""

from bs4 import BeautifulSoup

from home.templatetags.facets import facet_values
from search.results import FacetValue

HOSTILE = "\"><script>alert('1')</script>&"


def drawn(*values: FacetValue, name: str = "unit", form: str = "f") -> BeautifulSoup:
    return BeautifulSoup(facet_values(values, name, form), "lxml")


def test_each_value_is_a_checkbox_with_its_count() -> None:
    page = drawn(
        FacetValue(code="a", label="甲局", count=1234),
        FacetValue(code="b", label="乙局", count=0, chosen=True, depth=7),
    )
    boxes = page.select("li label input[type=checkbox][name=unit][form=f]")
    assert [(box["value"], box.has_attr("checked")) for box in boxes] == [("a", False), ("b", True)]
    assert [label.text for label in page.select("label")] == ["甲局1234", "乙局0"]
    assert [item.get("data-depth") for item in page.select("li")] == [None, "3"]


def test_nothing_gets_out_of_its_place() -> None:
    page = drawn(FacetValue(code=HOSTILE, label=HOSTILE, count=1), name=HOSTILE, form=HOSTILE)
    assert page.script is None
    (box,) = page.select("input")
    assert [box["value"], box["name"], box["form"], page.select_one("label span").text] == [HOSTILE] * 4


def test_no_values_are_nothing() -> None:
    assert facet_values((), "unit", "f") == ""
