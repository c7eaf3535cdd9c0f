"""From a running installation onto an empty machine, by the two commands alone, as an operator does it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from portal.operations.backup import databases

ROOT = Path(__file__).resolve().parent.parent.parent.parent
RECORD = """
from home.auditing import AccountAction
from portal.audit.log import Thing, record
for number in range(3):
    record(AccountAction.DELETED, Thing("auth.user", str(number)), actor=None)
"""


class Machine:
    """A ``DATA_DIR`` and a database."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        folder.mkdir()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        url = {"DATABASE_URL": database} if database else {}
        self.environment = {
            **{name: value for name, value in kept.items() if name != "DATABASE_URL"},
            **url,
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        }

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=180)

    def does(self, *arguments: str) -> str:
        done = self.manage(*arguments)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture
def machines(tmp_path: Path, transactional_db: None) -> Iterator[tuple[Machine, Machine]]:
    """One with a migrated database, which is a copy of the tests' own, and an empty one."""
    if connection.vendor == "sqlite":
        running, empty = Machine(tmp_path / "running", ""), Machine(tmp_path / "empty", "")
        with closing(sqlite3.connect(running.folder / "sunlight.db")) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        yield running, empty
        return
    url, test = urlsplit(os.environ["DATABASE_URL"]), connection.settings_dict["NAME"]
    names = f"{test}_running", f"{test}_empty"
    dumped = tmp_path / "copy.dump"
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"create database {name}")
    databases.Postgresql(connection).dump(dumped)
    urls = [url._replace(path=f"/{name}").geturl() for name in names]
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={urls[0]}", str(dumped)], check=True)
    yield Machine(tmp_path / "running", urls[0]), Machine(tmp_path / "empty", urls[1])
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"drop database {name} with (force)")


def assert_nobody_is_served(machine: Machine) -> None:
    """What was restored by half starts neither a worker nor a web server, and is not prepared for one."""
    mark = machine.folder / ".restore-unfinished"
    assert "NOT whole" in mark.read_text()
    environment = machine.environment | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
    for command in (
        [sys.executable, "manage.py", "run_worker"],
        [sys.executable, "-c", "import portal.wsgi"],
        ["deploy/prepare.sh"],
        ["deploy/serve.sh"],
    ):
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
        assert (done.returncode, str(mark) in done.stderr) == (1, True), f"{command}: {done.stdout}{done.stderr}"


def test_a_damaged_list_of_deletions_stops_it_before_anything_is_there(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    running, empty = machines
    (running.folder / "media").mkdir()
    (running.folder / "media" / "notice.pdf").write_bytes(b"%PDF")
    (tmp_path / "backups").mkdir()
    running.does("backup", str(tmp_path / "backups"))
    archive = str(next((tmp_path / "backups").iterdir()))
    (empty.folder / "purged").mkdir()
    for line in ("no json", '{"kind": "feedback.submission", "key": "42"}', '{"kind": "of.nobody", "key": "42"}'):
        (empty.folder / "purged" / "purged.jsonl").write_text(f"{line}\n")
        refused = empty.manage("restore", archive)
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
        assert "database" not in refused.stdout
        assert not (empty.folder / "media").exists()
        assert not (empty.folder / ".restore-unfinished").exists()


def test_everything_is_there_again(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    running, empty = machines
    # The tests took the triggers of the log away to empty its tables.
    running.does("shell", "-c", "from tests.servers import guards; guards.put_up()")
    running.does("shell", "-c", RECORD)
    running.does("anchor_audit")
    (running.folder / "media").mkdir()
    (running.folder / "media" / "notice.pdf").write_bytes(b"%PDF")
    (tmp_path / "backups").mkdir()
    assert "rows" in running.does("backup", str(tmp_path / "backups"))
    archive = str(next((tmp_path / "backups").iterdir()))
    # What was recorded after the backup, the anchors know.
    running.does("shell", "-c", RECORD)
    running.does("anchor_audit")

    refused = empty.manage("restore", archive)
    assert "AUDIT_KEY is not the key" in refused.stderr
    assert refused.returncode == 1
    assert_nobody_is_served(empty)
    again = empty.manage("restore", archive)
    assert "There are tables" in again.stderr or "there are tables" in again.stderr

    # The keys and the anchors are kept elsewhere, and brought first.
    for name in ("secret_key", "audit_key"):
        shutil.copy(running.folder / name, empty.folder / name)
    shutil.copytree(running.folder / "audit", empty.folder / "audit", dirs_exist_ok=True)
    told = empty.does("restore", archive, "--force")
    assert "Restored and checked" in told
    assert not (empty.folder / ".restore-unfinished").exists()
    assert (empty.folder / "media" / "notice.pdf").read_bytes() == b"%PDF"
    verified = empty.does("verify_audit")
    assert "restored from a backup" in verified
    assert "The audit log is whole" in verified
