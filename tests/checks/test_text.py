"""What must not stand in any file: other machines' addresses and paths, tests that do not run."""

import re

import pytest

from tests.checks.files import name, project_files

# Each pattern is written so that it does not find itself.
FORBIDDEN = {
    "package registry": r"(pypi|pythonhosted|npmjs|repo1?[.]maven|maven[.]apache)[.](org|com)|/artifactory[/]",
    "path of one machine": r"(?<![\w.])/(work|root|Users|home/[a-z]+)[/]",
    "test that does not run": r"(mark[.]|pytest[.]|unittest[.])(skip|xfail|importorskip)|skip[T]est",
    "text for translation where gettext does not find it": r"\bf[\"'][^\"']*\{_[(]",
    "test that keeps others from running": r"(it|test|describe)[.]only[(]",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_forbidden_text(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{name(path)}:{number} {line.strip()[:80]}"
        for path in project_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("text", ["/" + "work/main/x", "https://pypi" + ".org/simple", "pytest." + "skip('no server')"])
def test_forbidden_text_is_noticed(text: str) -> None:
    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text)]
