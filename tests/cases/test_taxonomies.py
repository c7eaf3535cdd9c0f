"""Official lists from files: loaded whole, told beforehand, and refused whole for any fault."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

import portal.cases
from portal.cases.models import Term, TermList
from portal.cases.taxonomies import changes, faults, load
from tests.factories import CaseFactory, ViolationFactory

pytestmark = pytest.mark.django_db
FIXTURES = Path(portal.cases.__file__).parent / "fixtures"

SMALL: dict[str, Any] = {
    "source": "test",
    "lists": [
        {
            "code": "test_list",
            "name": "测试清单",
            "terms": [
                {"code": "t1", "name": "甲", "name_en": "First"},
                {"code": "t2", "name": "乙", "parent": "t1", "attributes": {"influence_months": 6}},
                {"code": "t3", "name": "丙", "valid_until": "2020-12-31", "successor": "t1"},
                {"code": "t4", "name": "丁", "counts_as": ["violation", "political"]},
            ],
        }
    ],
}


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def written(path: Path, data: Any) -> Path:
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def state() -> list[Any]:
    return [list(TermList.objects.order_by("pk").values()), list(Term.objects.order_by("pk").values())]


def changed(**terms: dict[str, Any]) -> dict[str, Any]:
    """The small file with other facts of some terms."""
    data = copy.deepcopy(SMALL)
    for term in data["lists"][0]["terms"]:
        term.update(terms.get(term["code"], {}))
    return data


def test_a_file_is_loaded_and_a_second_run_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "lists.json", SMALL)
    call_command("load_taxonomies", path)
    terms = {term.code: term for term in Term.objects.filter(taxonomy="test_list")}
    assert terms["t2"].parent == terms["t1"]
    assert terms["t3"].successor == terms["t1"]
    assert terms["t4"].counts_as == Term.objects.get(taxonomy="violation", code="political")
    assert (terms["t2"].influence_months, terms["t1"].name_en) == (6, "First")
    before = state()
    capsys.readouterr()
    call_command("load_taxonomies", path)
    assert capsys.readouterr().out == "0 added, 0 changed, 0 closed.\n"
    assert state() == before


def test_the_official_file_stands_as_it_was_loaded() -> None:
    data = json.loads((FIXTURES / "taxonomies-2026-11.json").read_text(encoding="utf-8"))
    assert faults(data) == []
    assert list(changes(data)) == []


def test_a_dry_run_tells_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(SMALL, TermList, Term)
    before = state()
    data = changed(t1={"name": "甲改"}, t2={"valid_until": "2030-01-01"})
    data["lists"][0]["terms"].append({"code": "t5", "name": "戊"})
    call_command("load_taxonomies", written(tmp_path / "lists.json", data), "--dry-run")
    told = capsys.readouterr().out
    for line in ("changed: test_list/t1 甲改 (name)", "closed: test_list/t2 乙", "added: test_list/t5 戊"):
        assert line in told
    assert "1 added, 1 changed, 1 closed." in told
    assert state() == before
    load(data, TermList, Term)
    assert Term.objects.get(taxonomy="test_list", code="t1").name == "甲改"


def test_names_may_change_places() -> None:
    load(SMALL, TermList, Term)
    swapped = changed(t1={"name": "乙"}, t2={"name": "甲"})
    assert faults(swapped) == []
    load(swapped, TermList, Term)
    assert dict(Term.objects.filter(taxonomy="test_list", code__in=("t1", "t2")).values_list("code", "name")) == {
        "t1": "乙",
        "t2": "甲",
    }


def test_what_the_file_does_not_name_stays() -> None:
    kept = ViolationFactory()
    load({"lists": [{"code": "violation", "name": "违纪违法问题", "terms": []}]}, TermList, Term)
    assert Term.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize(
    ("terms", "entry", "word"),
    [
        ({"t1": {"colour": "red"}}, "t1", "colour"),
        ({"t1": {"name": ""}}, "t1", "name"),
        ({"t1": {"name": 7}}, "t1", "name"),
        ({"t1": {"name": "名" * 201}}, "t1", "longer"),
        ({"t2": {"code": "t1"}}, "t1", "twice"),
        ({"t2": {"name": "甲"}}, "t2", "甲"),
        ({"t2": {"parent": "nowhere"}}, "t2", "nowhere"),
        ({"t3": {"successor": "nowhere"}}, "t3", "nowhere"),
        ({"t4": {"counts_as": ["violation", "nowhere"]}}, "t4", "nowhere"),
        ({"t4": {"counts_as": "political"}}, "t4", "counts_as"),
        ({"t4": {"counts_as": ["test_list", "t1"]}}, "t4", "same list"),
        ({"t1": {"parent": "t2"}}, "t1", "itself"),
        ({"t1": {"successor": "t3", "valid_until": "2020-01-01"}}, "t1", "itself"),
        ({"t1": {"parent": "t1"}}, "t1", "itself"),
        ({"t3": {"valid_until": None}}, "t3", "valid_until"),
        ({"t1": {"valid_from": "2020-13-01"}}, "t1", "2020-13-01"),
        ({"t1": {"valid_from": "yesterday"}}, "t1", "yesterday"),
        ({"t1": {"valid_from": "2021-01-01", "valid_until": "2020-01-01"}}, "t1", "before"),
        ({"t1": {"attributes": ["a"]}}, "t1", "attributes"),
    ],
)
def test_a_fault_refuses_the_whole_file(
    terms: dict[str, Any], entry: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state()
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load_taxonomies", written(tmp_path / "lists.json", changed(**terms)))
    told = capsys.readouterr().err
    assert entry in told
    assert word in told
    assert state() == before


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        {"lists": {}},
        {"lists": ["text"]},
        {"lists": [{"code": "x", "name": "x", "terms": ["text"]}]},
        {"lists": [{"code": "x", "name": "x"}]},
        {"lists": [{"code": "x", "name": "x", "terms": [], "measure_scale": "nowhere"}]},
        {"lists": [{"code": "x", "name": "x", "terms": [], "extra": 1}]},
        {"lists": [{"code": "x", "name": "x", "terms": []}, {"code": "x", "name": "y", "terms": []}]},
        {"lists": [], "more": 1},
    ],
)
def test_a_file_of_another_form_is_refused(data: Any) -> None:
    assert faults(data)


def test_the_scale_of_grades_in_use_stays() -> None:
    CaseFactory(subjects=[{"measures": [{"grade": "pd1"}]}])
    entry = {"code": "party_discipline", "name": "党纪处分", "terms": [], "measure_scale": "government"}
    (fault,) = faults({"lists": [entry]})
    assert "party_discipline" in fault


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "甲"])
def test_what_is_no_json_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("load_taxonomies", written(tmp_path / "lists.json", text))
    with pytest.raises(CommandError):
        call_command("load_taxonomies", tmp_path / "nowhere.json")
