"""Charts: what is drawn stands where its number says, and every number is there in letters."""

from __future__ import annotations

from bs4 import BeautifulSoup

from portal.content.charts.courses import course
from portal.content.charts.drawing import WIDTH, Chart, Point
from portal.content.charts.tiles import SHADES, Tile, shade, tile_map


def drawn(svg: str) -> BeautifulSoup:
    return BeautifulSoup(svg, "html.parser")


def _chart(*values: float | None) -> Chart:
    points = tuple(Point(f"Q{place}", (value,), (str(value),)) for place, value in enumerate(values))
    return Chart("c", "Course", "words", ("Cases",), points)


def test_a_course_rises_with_its_numbers() -> None:
    dots = drawn(course(_chart(0, 5, 10))).select("circle")
    heights = [float(str(dot["cy"])) for dot in dots]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] - heights[1] == heights[1] - heights[2]


def test_a_gap_in_a_course_has_no_dot() -> None:
    assert len(drawn(course(_chart(1, None, 3))).select("circle")) == 2
    assert not drawn(course(_chart())).select("circle")
    assert not drawn(course(_chart(None))).select("circle")


def test_a_long_course_names_only_what_fits() -> None:
    labels = drawn(course(_chart(*range(40)))).select(".chart__label")
    assert 3 <= len(labels) <= 7
    assert labels[-1].get_text() == "Q39"


def test_tiles_have_their_place_and_the_rest_fill_gaps() -> None:
    tiles = [Tile("东", 4, "4", (1, 0)), Tile("自由", 0, "0"), Tile("同处", 1, "1", (1, 0))]
    svg = drawn(tile_map("t", "Map", "words", tiles))
    places = [str(tile["transform"]) for tile in svg.select(".tilemap__tile")]
    assert len(set(places)) == 3
    assert float(places[0].removeprefix("translate(").split()[0]) > WIDTH / 3
    assert {text.get_text() for text in svg.select(".tilemap__number")} == {"4", "0", "1"}


def test_shades_part_evenly_and_nothing_has_its_own() -> None:
    assert [shade(value, 100) for value in (0, 1, 25, 26, 100)] == [0, 1, 1, 2, SHADES]


def test_nothing_to_draw_is_no_error() -> None:
    assert drawn(tile_map("t", "Map", "", [])).select_one("svg") is not None
