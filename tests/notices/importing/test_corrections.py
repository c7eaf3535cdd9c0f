"""An import that changes what is public tells readers so."""

from pathlib import Path

import pytest

from portal.content.models import Correction
from portal.organisations.models import Unit
from tests.notices.importing.files import jsonl, row, run


def notes() -> list[tuple[str, str, str]]:
    return list(Correction.objects.order_by("pk").values_list("kind", "what", "why"))


def test_a_changed_row_without_a_word(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(summary="甲")))
    assert notes() == []
    run(jsonl(tmp_path / "b.jsonl", row(summary="乙")))
    run(jsonl(tmp_path / "b.jsonl", row(summary="乙")))
    assert notes() == [("import", "", "")]


@pytest.mark.parametrize(
    ("correction", "told"),
    [
        ("更正摘要。", ("explained", "更正摘要。", "")),
        ({"what": "更正摘要。", "why": "笔误。"}, ("explained", "更正摘要。", "笔误。")),
    ],
)
def test_a_changed_row_with_its_correction(
    unit: Unit, tmp_path: Path, correction: object, told: tuple[str, str, str]
) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(summary="甲", correction=correction)))
    assert notes() == []
    run(jsonl(tmp_path / "b.jsonl", row(summary="乙", correction=correction)))
    run(jsonl(tmp_path / "b.jsonl", row(summary="乙", correction=correction)))
    assert notes() == [told]


@pytest.mark.parametrize("correction", [7, ["更正"], {"why": "笔误。"}, {"what": "更正", "who": "某某"}, "长" * 501])
def test_a_correction_that_is_none(unit: Unit, tmp_path: Path, correction: object) -> None:
    ran = run(jsonl(tmp_path / "a.jsonl", row(correction=correction)))
    assert [key for _place, key in ran.failed] == ["correction"]
