"""The files of the project as the checks see them: whatever is written by hand."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("portal", "search", "home", "templates", "static", "tests", "benchmarks", "deploy", "docs", "locale", ".ci")
TEXT = frozenset({".py", ".html", ".txt", ".css", ".js", ".sh", ".md", ".po", ".toml", ".in", ".json", ".xml", ""})


def project_files(*suffixes: str) -> Iterator[Path]:
    """Every file written by hand, of these suffixes or of any kind of text; migrations and lock files are generated."""
    wanted = frozenset(suffixes) or TEXT
    # In a second work tree of git, `.git` is a file with the place of the first.
    candidates = [path for path in ROOT.iterdir() if not path.name.startswith(("requirements", ".git"))]
    for folder in FOLDERS:
        candidates += (ROOT / folder).rglob("*")
    for path in sorted(set(candidates)):
        if path.is_file() and path.suffix in wanted and not {"migrations", "__pycache__"} & set(path.parts):
            yield path


def name(path: Path) -> str:
    """The path as messages print it."""
    return path.relative_to(ROOT).as_posix()
