"""Charts say their numbers in letters, in the order of their series, and draw nothing for nothing."""

import pytest
from bs4 import BeautifulSoup, Tag

from portal.content.charts.drawing import Chart, Point, bars, lines, stacked

SERIES = ("第一种形态", "第二种形态")


def chart(*points: Point) -> Chart:
    return Chart("chart-forms", "运用“四种形态”人次", "本季度: 17, 27", SERIES, points)


def drawn(markup: str) -> Tag:
    figure = BeautifulSoup(markup, "html.parser").figure
    assert figure is not None
    return figure


def texts(figure: Tag, kind: str) -> list[str]:
    return [text.get_text() for text in figure.select(f"text.chart__{kind}")]


def test_what_is_nothing_has_no_bar() -> None:
    figure = drawn(
        bars(chart(Point("违规吃喝", (0,), ("0",)), Point("公款旅游", (3,), ("3",)), Point("其他", (None,), ("—",))))
    )
    assert texts(figure, "label") == ["公款旅游"]
    assert texts(figure, "value") == ["3"]


def test_a_parted_bar_bears_its_numbers_in_the_order_of_the_legend() -> None:
    figure = drawn(stacked(chart(Point("上季度", (16, 0), ("16", "0")), Point("本季度", (17, 27), ("17", "27")))))
    assert texts(figure, "value") == ["16 · 0", "17 · 27"]
    assert [key.get_text(strip=True) for key in figure.select(".chart__legend li")] == list(SERIES)
    assert len(figure.select("rect")) == 3


@pytest.mark.parametrize("kind", [bars, lines, stacked])
def test_every_chart_has_its_title_on_top_and_is_told_in_words(kind: object) -> None:
    assert callable(kind)
    figure = drawn(kind(chart(Point("本季度", (17, 27), ("17", "27")))))
    assert figure.find().get_text() == "运用“四种形态”人次"  # type: ignore[union-attr]
    assert figure.select_one("svg desc").get_text() == "本季度: 17, 27"  # type: ignore[union-attr]
