"""Makes files to import, and runs the command."""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
from django.core.management import CommandError, call_command

SAMPLES = Path(__file__).parent / "samples"
UNIT = "云溪市纪委监委"


@dataclass(frozen=True)
class Ran:
    """What a run of the command gave."""

    code: int
    report: list[dict[str, Any]]
    errors: str

    @property
    def summary(self) -> dict[str, int]:
        return self.report[-1]["summary"]

    @property
    def failed(self) -> list[tuple[str, str]]:
        """Place and key of every problem."""
        return [(entry["place"], entry["field"]) for entry in self.report if entry.get("outcome") == "failed"]


def run(*paths: Path, report: Path | None = None, **options: Any) -> Ran:
    """The command as the shell runs it, with its exit code."""
    target = report or paths[0].parent / f".report-{paths[0].name}.jsonl"
    errors, code = io.StringIO(), 0
    try:
        call_command(
            "import_notices", *paths, report=target, verbosity=0, stdout=io.StringIO(), stderr=errors, **options
        )
    except CommandError as error:
        code = error.returncode
    lines = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    target.unlink(missing_ok=True)
    return Ran(code, [json.loads(line) for line in lines], errors.getvalue())


def row(**values: Any) -> dict[str, Any]:
    """A row that goes in."""
    return {"title": "关于一起典型问题的通报", "date": "2026-04-13", "unit": UNIT, **values}


def jsonl(path: Path, *rows: dict[str, Any] | str, encoding: str = "utf-8") -> Path:
    """A JSONL file of rows, or of lines as they are."""
    lines = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in rows)
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path


def xlsx(path: Path, rows: Iterable[Iterable[Any]], hidden: str = "") -> Path:
    """A workbook with one sheet of rows, and a hidden one with the same title."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in rows:
        sheet.append(list(cells))
    if hidden:
        other = book.create_sheet(hidden)
        other.append(["标题", "日期", "单位"])
        other.append(["隐藏的通报", "2026-01-01", UNIT])
        other.sheet_state = "hidden"
    book.save(path)
    return path


def document(path: Path) -> Path:
    """A DOCX file with a title, headings, a table and a signature."""
    file = docx.Document()
    file.add_heading("关于两起履职不力问题的通报", level=0)
    file.add_paragraph("云纪通〔2026〕40号")
    file.add_heading("有关情况", level=1)
    file.add_paragraph("某单位落實(shí)不力，<b>被通报</b>。")
    table = file.add_table(rows=2, cols=2)
    for number, text in enumerate(("对象", "处理", "李某", "诫勉")):
        table.cell(number // 2, number % 2).text = text
    file.add_paragraph(UNIT)
    file.add_paragraph("2026年8月3日")
    file.save(str(path))
    return path
