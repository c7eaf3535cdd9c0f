"""Broken and hostile files end in a report, never in a trace, and nothing of them stays."""

import json
import os
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.notices.importing.damage import Found
from portal.notices.importing.drafts import Draft, RowErrors, make_draft
from portal.notices.importing.headings import KEYS
from portal.notices.importing.readers import READERS
from portal.notices.importing.rows import Problem, Row, UnusableFile
from portal.notices.importing.sniffing import Format, sniff
from portal.notices.models import CaseNoticePage
from portal.organisations.models import Unit
from tests.notices.importing.files import document, jsonl, row, run, xlsx

ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


def rewritten(path: Path, name: str, change: bytes | None) -> Path:
    """The archive with one part led by other bytes, or filled with a bomb."""
    target = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == name:
                content = content + b" " * (64 << 20) if change is None else change + content.split(b"?>", 1)[-1]
            new.writestr(entry, content)
    return target


def unusable(path: Path) -> str:
    ran = run(path, report=path.parent / "report")
    assert ran.code == 2
    assert "Traceback" not in ran.errors
    assert not CaseNoticePage.objects.exists()
    return ran.errors


@pytest.mark.django_db
@pytest.mark.parametrize("change", [None, ENTITIES], ids=["bomb", "entities"])
def test_office_files_that_lie(tmp_path: Path, change: bytes | None) -> None:
    unusable(rewritten(document(tmp_path / "a.docx"), "word/document.xml", change))
    unusable(rewritten(xlsx(tmp_path / "a.xlsx", [["标题"], ["甲"]]), "xl/worksheets/sheet1.xml", change))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.jsonl", b""),
        ("blank.csv", b"\n\n \n"),
        ("list.json", b'[\n{"title": "a"}\n]'),
        ("headless.csv", b"a,b\n1,2\n"),
        ("old.xls", b"\xd0\xcf\x11\xe0 old"),
        ("a.pdf", b"%PDF-1.7"),
        ("broken.docx", b"PK\x03\x04 nothing"),
        ("text.xlsx", "标题,日期".encode()),
    ],
)
def test_files_that_cannot_be_used_say_why(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert name in unusable(path)


@pytest.mark.django_db
def test_missing_files_and_empty_folders(tmp_path: Path) -> None:
    unusable(tmp_path / "nothing.jsonl")
    (tmp_path / "folder").mkdir()
    unusable(tmp_path / "folder")
    os.mkfifo(tmp_path / "pipe.jsonl")
    unusable(tmp_path / "pipe.jsonl")


@pytest.mark.django_db
def test_a_report_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    assert run(jsonl(tmp_path / "a.jsonl", row()), report=tmp_path / "no" / "where").code == 2


def test_links_are_followed(unit: Unit, tmp_path: Path) -> None:
    jsonl(tmp_path / "a.jsonl", row())
    (tmp_path / "b.jsonl").symlink_to(tmp_path / "a.jsonl")
    assert run(tmp_path / "b.jsonl").summary["created"] == 1


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"title": ' * 5_000,
        "not json",
        "[]",
        '"text"',
        '{"title": NaN}',
        '{"title": "a", "title": "b"}',
        '{"title": ' + "9" * 10_000 + "}",
    ],
    ids=range(8),
)
def test_bad_json_lines(unit: Unit, tmp_path: Path, line: str) -> None:
    ran = run(jsonl(tmp_path / "a.jsonl", row(title="甲"), line, row(title="乙")))
    assert ran.summary == {"created": 2, "updated": 0, "unchanged": 0, "failed": 1}
    assert "2" in ran.failed[0][0]


def test_a_line_without_end_is_passed_over(unit: Unit, tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", row(title="甲"), '{"title": "' + "x" * 9_000_000 + '"}', row(title="乙"))
    assert run(path).summary == {"created": 2, "updated": 0, "unchanged": 0, "failed": 1}


def test_broken_bytes_cost_their_own_row_only(unit: Unit, tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", row(title="甲"), row(title="问题X"), row(title="乙"))
    path.write_bytes(path.read_bytes().replace(b"X", b"\xe4\xbd"))
    assert run(path).summary == {"created": 2, "updated": 0, "unchanged": 0, "failed": 1}


def test_a_broken_quotation_costs_its_own_record_only(unit: Unit, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('title,date,unit\n甲,2026-01-02,yxjw\n"乙,2026-01-02,yxjw\n丙,2026-01-02,yxjw\n', "utf-8")
    ran = run(path)
    assert ran.summary == {"created": 2, "updated": 0, "unchanged": 0, "failed": 1}
    assert "3" in ran.failed[0][0]


def test_a_long_line_in_a_table_costs_its_own_record_only(unit: Unit, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"title,date,unit\n甲,2026-01-02,yxjw\n{'x' * 9_000_000}\n丙,2026-01-02,yxjw\n", "utf-8")
    assert run(path).summary == {"created": 2, "updated": 0, "unchanged": 0, "failed": 1}


@pytest.mark.parametrize("text", ["<p " * 300_000, "|" * 300_000, " " * 300_000 + "x", "個(" * 200_000, "a0" * 400_000])
def test_nothing_takes_long_to_read(tmp_path: Path, text: str) -> None:
    """Each of these takes hours with a pattern that looks back and forth."""
    for name in ("a.txt", "a.html"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        everything(path)
    drafted(Row("line 1", {"body": text, "title": text, "date": text, "document_number": text, "url": text}))


@pytest.mark.parametrize(
    "body",
    [
        "<p>好<script>alert(1)</script></p>",
        '<p onclick="alert(1)">好</p>',
        '<a href="javascript:alert(1)">好</a>',
        '<a href="java\nscript:alert(1)">好</a>',
        '<p>好</p><iframe src="https://example.org"></iframe><object data="x"></object>',
        "<p style='background:url(javascript:alert(1))'>好</p><style>p{}</style>",
        "<p>好</p><svg><script>alert(1)</script></svg><math><mi xlink:href='javascript:alert(1)'>",
        "<!--><script>alert(1)</script>-->好",
        "<p>好&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    ],
)
def test_scripts_never_come_through(unit: Unit, tmp_path: Path, body: str) -> None:
    assert run(jsonl(tmp_path / "a.jsonl", row(body=body))).code == 0
    stored = json.dumps(list(CaseNoticePage.objects.get().body.raw_data), ensure_ascii=False)
    assert "好" in stored
    for bad in ("<script", "onclick", "javascript", "<iframe", "<svg", "<style", "style="):
        assert bad not in stored


def everything(path: Path, kind: Format | None = None) -> None:
    """Read a file to its end; all that may come of it is rows, problems, or a file that cannot be used."""
    try:
        kind = kind or sniff(path, lambda text: None)
        for entry in READERS[kind](path, lambda text: None, Found()):
            assert isinstance(entry, Row | Problem)
            if isinstance(entry, Row):
                drafted(entry)
    except UnusableFile as error:
        assert str(error)


def drafted(entry: Row) -> None:
    try:
        assert isinstance(make_draft(entry, Found(), ignore_unknown=False), Draft)
    except RowErrors as error:
        assert all(problem.reason for problem in error.errors)


SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(
    st.sampled_from([b"", b"PK\x03\x04", b"{", b"<html>", b"title,date\n", b"\xff\xfe", b"\xef\xbb\xbf"]),
    st.binary(max_size=300),
    st.sampled_from([None, Format.JSONL, Format.CSV, Format.HTML, Format.TEXT, Format.XLSX, Format.DOCX]),
)
def test_any_bytes_as_a_file(tmp_path: Path, head: bytes, tail: bytes, kind: Format | None) -> None:
    path = tmp_path / "any"
    path.write_bytes(head + tail)
    everything(path, kind)


@pytest.mark.parametrize("seed", range(12))
def test_office_files_with_flipped_bytes(tmp_path: Path, seed: int) -> None:
    """Parts are packed anew, so that the damage gets past the check sums and reaches the libraries."""
    chance = random.Random(seed)
    for path in (document(tmp_path / "a.docx"), xlsx(tmp_path / "a.xlsx", [["标题", "日期"], ["甲", 1.5]])):
        with zipfile.ZipFile(path) as old:
            parts = {name: bytearray(old.read(name)) for name in old.namelist()}
        for _ in range(6):
            part = parts[chance.choice(sorted(parts))]
            part[chance.randrange(len(part))] = chance.randrange(256)
        with zipfile.ZipFile(path, "w") as new:
            for name, content in parts.items():
                new.writestr(name, bytes(content))
        everything(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@SLOW
@given(st.dictionaries(st.sampled_from(KEYS) | st.text(), JSON))
def test_any_json_row_is_a_draft_or_a_report(values: dict[str, object]) -> None:
    drafted(Row("line 1", values))


@SLOW
@given(st.text(alphabet="<>/=\"' abdiptrtable好（(gè)一、。&;#x\n"))
def test_any_mark_up_is_a_body(text: str) -> None:
    drafted(Row("line 1", {"body": f"<p>{text}", "title": text}))
