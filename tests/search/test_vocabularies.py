"""What codes are called, and what leads to them."""

from collections.abc import Collection, Iterator, Mapping

import pytest
from django.utils import translation

from search import vocabularies
from search.vocabularies import Label, labels, register_vocabulary, resolve


class Colours:
    def labels(self, codes: Collection[str], language: str) -> Mapping[str, Label]:
        return {code: Label(f"{language}:{code}", depth=1) for code in codes if code != "unknown"}

    def resolve(self, value: str) -> str | None:
        return {"red": "red", "rouge": "red"}.get(value)


@pytest.fixture
def colours(monkeypatch: pytest.MonkeyPatch) -> Iterator[Colours]:
    monkeypatch.setattr(vocabularies, "_vocabularies", dict(vocabularies._vocabularies))
    colours = Colours()
    register_vocabulary("colour", colours)
    yield colours


def test_every_code_has_a_label(colours: Colours) -> None:
    assert labels("colour", ["red", "unknown"], "en") == {"red": Label("en:red", 1), "unknown": Label("unknown")}
    assert labels("shape", ["round"]) == {"round": Label("round")}


def test_the_language_in_use_is_the_language_of_labels(colours: Colours) -> None:
    with translation.override("zh-hans"):
        assert labels("colour", ["red"])["red"].label == "zh-hans:red"


def test_a_name_is_taken_once(colours: Colours) -> None:
    register_vocabulary("colour", colours)
    with pytest.raises(ValueError, match="colour"):
        register_vocabulary("colour", Colours())


def test_other_spellings_lead_to_the_code(colours: Colours) -> None:
    assert resolve("colour", "rouge") == "red"
    assert resolve("colour", "blue") is None
    assert resolve("shape", "round") == "round"
    assert resolve("shape", "<b>") is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2026", "2026"),
        ("2026年", "2026"),
        ("2026Q1", "2026Q1"),
        ("2026q4", "2026Q4"),
        ("2026-2", "2026Q2"),
        ("2026年第一季度", "2026Q1"),
        ("2026年四季度", "2026Q4"),
        ("2026年3季度", "2026Q3"),
        (" 2026 Q3 ", "2026Q3"),
        ("2026Q5", None),
        ("0000", None),
        ("20261", None),
        ("", None),
    ],
)
def test_quarters_are_understood(value: str, code: str | None) -> None:
    assert resolve("quarter", value) == code


def test_quarters_are_ordered_newest_first_below_their_year() -> None:
    found = labels("quarter", ["2025", "2026Q1", "2025Q4", "2026", "2026Q2"], "en")
    ordered = sorted(found, key=lambda code: found[code].order)
    assert ordered == ["2026", "2026Q2", "2026Q1", "2025", "2025Q4"]
    assert [found[code].depth for code in ordered] == [0, 1, 1, 0, 1]
    assert found["2026Q1"].label == "Q1 2026"


def test_a_damaged_quarter_is_shown_as_it_is() -> None:
    assert labels("quarter", ["soon"], "en") == {"soon": Label("soon")}
