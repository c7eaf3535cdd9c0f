"""Every format gives the same kind of notice."""

from datetime import date
from pathlib import Path

import pytest

from portal.notices.models import CaseNoticePage, WarningPage
from portal.organisations.models import Unit
from tests.notices.importing.files import SAMPLES, UNIT, document, jsonl, row, run, xlsx


def the_notice() -> CaseNoticePage:
    return CaseNoticePage.objects.get()


def blocks(page: CaseNoticePage) -> list[tuple[str, object]]:
    return [(block["type"], block["value"]) for block in page.body.raw_data]


def test_jsonl(unit: Unit, tmp_path: Path) -> None:
    ran = run(SAMPLES / "notices.jsonl", report=tmp_path / "r", create_units=True)
    assert (ran.code, ran.summary["created"]) == (0, 3)
    notice = CaseNoticePage.objects.get(scope="public")
    assert (notice.document_number, notice.published_on, notice.issuing_unit) == (
        "云纪通〔2026〕3号",
        date(2026, 4, 13),
        unit,
    )
    assert blocks(notice) == [
        ("heading", "一、基本情况"),
        (
            "paragraph",
            "<p>日前，云溪市纪委監委對2起典型問題進行公開通報。</p><p>时任某镇党委书记<b>王某某</b>违规收受礼金5.1万元。</p>",
        ),
    ]
    assert notice.keywords == "礼金；节日"
    assert notice.live
    warning = WarningPage.objects.get()
    assert (warning.valid_to, warning.region) == (date(2026, 10, 8), unit.region)
    assert "认真" not in warning.body.raw_data[2]["value"]
    assert "認真落實" in warning.body.raw_data[2]["value"]
    internal = CaseNoticePage.objects.get(scope="internal")
    assert [named.name for named in internal.audience.all()] == ["云溪市交通运输局"]
    assert ran.report[-1]["damage"] == {"pinyin": 2}
    assert ran.report[-1]["new"]["unit"] == ["云溪市交通运输局"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_encoding_and_dialect(unit: Unit, tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = (SAMPLES / "notices.csv").read_text(encoding="utf-8").replace(",", delimiter)
    path = tmp_path / "notices.csv"
    path.write_bytes(text.encode(encoding))
    ran = run(path)
    assert ran.code == 1
    assert ran.summary == {"created": 1, "updated": 0, "unchanged": 0, "failed": 1}
    assert [field for _place, field in ran.failed] == ["date"]
    assert "4" in ran.failed[0][0]
    notice = the_notice()
    assert blocks(notice) == [("paragraph", "<p>第一段，含逗号。</p><p>第二段。</p>")]
    assert {term.name for term in notice.forms.all()} >= {"诫勉"}


def test_xlsx(unit: Unit, tmp_path: Path) -> None:
    heading = ["标题", "文号", "日期", "单位", "正文"]
    cells = ["关于一起问题的通报", "云纪通[2026]5号", date(2026, 4, 13), "云溪市纪委", "正文。"]
    broken = ["公式", "", "=TODAY()", UNIT, ""]
    ran = run(xlsx(tmp_path / "a.xlsx", [heading, cells, broken], hidden="旧表"))
    assert ran.summary == {"created": 1, "updated": 0, "unchanged": 0, "failed": 1}
    assert [field for _place, field in ran.failed] == ["date"]
    assert "3" in ran.failed[0][0]
    assert "旧表" in ran.errors
    assert (the_notice().published_on, the_notice().issuing_unit) == (date(2026, 4, 13), unit)


def test_web_page(unit: Unit, tmp_path: Path) -> None:
    assert run(SAMPLES / "page.html", report=tmp_path / "r").code == 0
    notice = the_notice()
    assert notice.title == "云溪市通报一起主体责任落实不力问题"
    assert (notice.published_on, notice.document_number) == (date(2026, 4, 24), "云纪通〔2026〕20号")
    assert notice.source_url == "https://example.org/art/2026/4/24/7.html"
    (_, paragraph), (_, heading), (_, table) = blocks(notice)
    assert paragraph == (
        '<p>某镇党委落实主体责任不力，在全市范围内通报批评。更多 <a href="https://example.org/x">链接</a></p>'
    )
    assert heading == "二、有关要求"
    assert isinstance(table, dict)
    assert table["data"] == [["姓名", "处理"], ["王某某", "诫勉"]]


def test_web_page_in_gb18030_that_says_so(unit: Unit, tmp_path: Path) -> None:
    text = (SAMPLES / "page.html").read_text(encoding="utf-8").replace('charset="utf-8"', 'charset="gb2312"')
    path = tmp_path / "page.htm"
    path.write_bytes(text.encode("gb18030"))
    assert run(path).code == 0
    assert the_notice().title == "云溪市通报一起主体责任落实不力问题"


def test_plain_text(unit: Unit, tmp_path: Path) -> None:
    ran = run(SAMPLES / "notice.txt", report=tmp_path / "r")
    assert ran.code == 0
    notice = the_notice()
    assert (notice.title, notice.document_number) == ("关于三起群众身边不正之风典型问题的通报", "云纪通〔2026〕31号")
    assert (notice.published_on, notice.issuing_unit) == (date(2026, 7, 2), unit)
    assert blocks(notice)[0] == ("heading", "一、总体情况")
    assert "<p>政府工作中的問題，責任不落實。国内生产总值(GDP)增长。</p>" in str(blocks(notice)[1][1])
    assert ran.report[-1]["damage"] == {"pinyin": 4, "hex": 1}


def test_docx(unit: Unit, tmp_path: Path) -> None:
    ran = run(document(tmp_path / "a.docx"))
    assert ran.code == 0, ran.errors
    notice = the_notice()
    assert (notice.title, notice.document_number) == ("关于两起履职不力问题的通报", "云纪通〔2026〕40号")
    assert (notice.published_on, notice.issuing_unit) == (date(2026, 8, 3), unit)
    kinds = [kind for kind, _value in blocks(notice)]
    assert kinds == ["heading", "paragraph", "table", "paragraph"]
    assert blocks(notice)[1][1] == "<p>某单位落實不力，&lt;b&gt;被通报&lt;/b&gt;。</p>"


def test_the_content_decides_not_the_name(unit: Unit, tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", row())
    ran = run(path.rename(tmp_path / "a.csv"))
    assert ran.summary["created"] == 1
    assert "jsonl" in ran.errors


def test_a_folder_is_taken_file_by_file(unit: Unit, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    jsonl(folder / "b.jsonl", row(title="乙"))
    jsonl(folder / "a.jsonl", row(title="甲"))
    (folder / "c.png").write_bytes(b"\x89PNG")
    ran = run(folder, report=tmp_path / "r")
    assert [entry["file"] for entry in ran.report if entry.get("outcome") == "created"] == ["a.jsonl", "b.jsonl"]
    assert "c.png" in ran.errors
