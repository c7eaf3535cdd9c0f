"""The checker, with the real figures of real bulletins (DOMAIN.md 4.1), the one that does not add up included."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portal.cases.statistics.checking import Relation, Rule, Verdict, change, check, verdict, words
from portal.cases.statistics.figures import Figure, Origin, Rounding, typed
from portal.cases.statistics.tables import Column, Label, Row, Table


def figure(text: str | int) -> Figure:
    found = typed(str(text))
    assert found is not None
    return found


REAL: list[tuple[str, str | int, list[str | int], Relation, Verdict]] = [
    ("安庆 2023Q1 ranks", 334, [5, 46, 12, 271], "=", Verdict.ADDS_UP),
    ("安庆 2023Q1 forms", 1005, [663, 262, 35, 45], "=", Verdict.ADDS_UP),
    ("安庆 2023Q1: one person may have both", 334, [315, 40], ">=", Verdict.ADDS_UP),
    ("安庆 2023Q1: taken as parts, they would not", 334, [315, 40], "=", Verdict.DOES_NOT),
    ("province 2022H1 ranks", 17004, [35, 359, 1762, 4075, 10773], "=", Verdict.ADDS_UP),
    ("province 2022H1 forms", 51044, [33650, 13315, 1430, 2649], "=", Verdict.ADDS_UP),
    ("another province ranks", 9455, [42, 546, 1537, 1183, 6147], "=", Verdict.ADDS_UP),
    ("another province forms", 29440, [19618, 7083, 1238, 1501], "=", Verdict.ADDS_UP),
    ("Guangdong 2019 ranks", 24163, [135, 1223, 3652, 3422, 15731], "=", Verdict.ADDS_UP),
    ("Guangdong 2019 forms", 62902, [37170, 17958, 4020, 3754], "=", Verdict.ADDS_UP),
    ("national 2020Q1 ranks", "9.3万", [10, 691, "0.4万", "1.4万", "1.5万", "6万"], "=", Verdict.ROUNDED),
    ("national 2020Q1 forms: 33.3, not 33.2", "33.2万", ["23.6万", "7.4万", "1.1万", "1.2万"], "=", Verdict.ROUNDED),
    ("官渡区 2019 total", 178, [68, 110], "=", Verdict.ADDS_UP),
    ("官渡区 2019 nature", 68, [50, 6, 12], "=", Verdict.ADDS_UP),
    ("官渡区 2019 channels", 68, [23, 4, 7, 33, 1], "=", Verdict.ADDS_UP),
    ("官渡区 2019 disciplines against 违纪行为", 37, [3, 9, 17, 13, 2], "=", Verdict.DOES_NOT),
    ("官渡区 2019: one item, several disciplines", 37, [3, 9, 17, 13, 2], ">=", Verdict.ADDS_UP),
    ("Hunan ranks", 624, [78, 546], "=", Verdict.ADDS_UP),
    ("Hunan forms", 624, [184, 189, 4, 247], "=", Verdict.ADDS_UP),
    ("Hunan bodies", 624, [31, 110, 474, 9], "=", Verdict.ADDS_UP),
    ("Hunan 处级", 78, [16, 23, 39], "=", Verdict.ADDS_UP),
    ("Fujian 2017: heads among the persons", 1777, [907], "<=", Verdict.ADDS_UP),
    ("Wuhan 2014H1 ranks", 189, [4, 64, 121], "=", Verdict.ADDS_UP),
    ("Wuhan 2014H1 forms", 189, [46, 143], "=", Verdict.ADDS_UP),
    ("four winds 2023-02", 5689, [30, 460, 5199], "=", Verdict.ADDS_UP),
    ("four winds 2024-06", 23110, [0, 91, 1224, 21795], "=", Verdict.ADDS_UP),
]


@pytest.mark.parametrize(("name", "total", "parts", "relation", "expected"), REAL, ids=[each[0] for each in REAL])
def test_real_figures(
    name: str, total: str | int, parts: list[str | int], relation: Relation, expected: Verdict
) -> None:
    assert verdict(figure(total), [figure(part) for part in parts], relation) == expected


def test_rounding_excuses_no_slip() -> None:
    assert verdict(figure("33.2万"), [figure("23.6万"), figure("2.4万")]) == Verdict.DOES_NOT
    assert verdict(figure("4万余"), [figure(30000), figure(12000)]) == Verdict.ROUNDED
    assert verdict(figure("4万余"), [figure(30000), figure(22000)]) == Verdict.DOES_NOT
    assert verdict(figure("8300余"), [figure(8000), figure(350)]) == Verdict.ROUNDED


def test_hidden_and_missing_figures_cannot_be_checked() -> None:
    assert verdict(figure(9), [figure("<5"), figure(6)]) == Verdict.HIDDEN
    assert verdict(figure(9), [None, figure(6)]) == Verdict.MISSING
    assert verdict(None, [figure(6)]) == Verdict.MISSING
    assert verdict(figure(9), []) == Verdict.MISSING


def _table(cells: dict[tuple[str, str], Figure]) -> Table:
    columns = tuple(Column(code, Label(code), "人") for code in ("total", "a", "b"))
    rows = (Row("_total", Label("合计"), is_total=True), Row("x", Label("甲")), Row("y", Label("乙")))
    return Table("none", Label("表"), columns, rows, cells)


def test_every_row_and_column_gets_its_gravest_word() -> None:
    values = {
        ("_total", "total"): 10, ("_total", "a"): 6, ("_total", "b"): 4,
        ("x", "total"): 7, ("x", "a"): 4, ("x", "b"): 2,
        ("y", "total"): 3, ("y", "a"): 2,
    }  # fmt: skip
    table = _table({place: figure(value) for place, value in values.items()})
    found = words(check(table, [Rule("total", ("a", "b")), Rule("_total", ("x", "y"), axis="column")]))
    assert found == {
        ("row", "_total"): Verdict.ADDS_UP,
        ("row", "x"): Verdict.DOES_NOT,
        ("row", "y"): Verdict.MISSING,
        ("column", "total"): Verdict.ADDS_UP,
        ("column", "a"): Verdict.ADDS_UP,
        ("column", "b"): Verdict.MISSING,
    }


def test_what_nobody_gave_is_not_checked() -> None:
    assert check(_table({}), [Rule("total", ("a", "b"))]) == []


def test_the_change_on_nothing_is_none_and_says_why() -> None:
    assert change(figure(12), figure(14)).percent == Decimal("-14.3")
    assert change(figure(12), figure(11)).percent == Decimal("9.1")
    assert change(figure(3), figure(0)).reason == "base_zero"
    assert change(figure(3), figure(0)).percent is None
    assert change(figure(3), figure(3)).percent == Decimal("0.0")


@pytest.mark.parametrize(
    ("text", "value", "rounding", "shown"),
    [
        ("1080", 1080, Rounding.EXACT, "1080"),
        ("1,080", 1080, Rounding.EXACT, "1080"),
        ("１０８０", 1080, Rounding.EXACT, "1080"),
        ("0", 0, Rounding.EXACT, "0"),
        ("3.2万", 32000, Rounding.WAN, "3.2万"),
        ("62万", 620000, Rounding.WAN, "62万"),
        ("4万余", 40000, Rounding.OVER, "4万余"),
        ("8300余", 8300, Rounding.OVER, "8300余"),
    ],
)
def test_figures_are_read_as_they_are_written(text: str, value: int, rounding: Rounding, shown: str) -> None:
    found = figure(text)
    assert (found.value, found.rounding, str(found), found.origin) == (value, rounding, shown, Origin.TYPED)
    assert Figure.from_json(found.as_json()) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-3", "negative"),
        ("−3", "negative"),
        ("1000000001", "large"),
        ("99999999999999999999999", "large"),
        ("100001万", "large"),
        ("many", "text"),
        ("三十", "text"),
        ("1e5", "text"),
        ("²", "text"),
        ("=1+1", "text"),
        ("12.5", "decimal"),
        ("3.25万", "decimal"),
    ],
)
def test_what_is_no_figure_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        typed(text)
    assert refusal.value.code == code


@pytest.mark.parametrize("stored", [{"value": -1}, {"value": 10**10}, {"value": "12"}, {"value": True}, {"value": 1.5}])
def test_a_stored_figure_that_is_none_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Figure.from_json(stored)


def test_a_hidden_figure_is_stored_without_its_number() -> None:
    hidden = figure("<5")
    assert (hidden.value, hidden.suppressed, str(hidden)) == (None, True, "*")
    assert Figure.from_json({"value": 3, "suppressed": True}).value is None


def test_an_empty_cell_is_no_nought() -> None:
    assert typed("") is None
    assert typed(" — ") is None
