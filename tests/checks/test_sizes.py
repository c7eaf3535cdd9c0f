"""Files to 400 lines and functions to 40: more is two things in one place."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.checks.files import name, project_files

MAX_FILE, MAX_FUNCTION = 400, 40
#: A function that must be longer says why in a comment with this word on its first line.
EXCEPTION = "# long:"


def long_functions(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and EXCEPTION not in lines[node.lineno - 1]:
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION:
                yield f"{name(path)}:{node.lineno} {node.name} has {length} lines"


def test_no_file_is_too_long() -> None:
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in project_files(".py", ".html", ".css", ".js", ".sh")
    }
    assert lengths
    assert {path: length for path, length in lengths.items() if length > MAX_FILE} == {}


def test_no_function_is_too_long() -> None:
    assert [found for path in project_files(".py") for found in long_functions(path)] == []


def test_a_long_function_is_noticed(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tests.checks.files.ROOT", tmp_path)
    sample = tmp_path / "sample.py"
    body = "\n".join(f"    a{i} = {i}" for i in range(MAX_FUNCTION))
    sample.write_text(f"def f():\n{body}\n\n\ndef g():  # long: a table\n{body}\n")
    assert list(long_functions(sample)) == [f"sample.py:1 f has {MAX_FUNCTION + 1} lines"]
