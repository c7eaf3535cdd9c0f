"""An archive is whole or refused, holds no key, and goes back into a database of its own."""

import json
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection

from home.auditing import AccountAction
from portal.audit.log import Thing, record
from portal.audit.models import AuditEntry, AuditLink
from portal.operations.backup import databases, parts, restoring
from portal.operations.backup.making import make
from portal.operations.backup.manifest import MEMBER, Manifest
from portal.operations.backup.parts import Part

#: The database is read past the connection of the test: what is to be in it must be committed.
committed = pytest.mark.django_db(transaction=True)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> Path:
    """Folders of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    settings.AUDIT_ANCHOR_FILE = tmp_path / "data" / "audit" / "anchors.jsonl"
    settings.SEALED_DIR = tmp_path / "data" / "sealed"
    settings.PURGE_LIST_FILE = tmp_path / "data" / "purged" / "purged.jsonl"
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.MEDIA_ROOT / "images").mkdir()
    settings.SEALED_DIR.mkdir()
    (tmp_path / "backups").mkdir()
    (settings.SEALED_DIR / "7f").write_bytes(b"sealed bytes")
    (settings.MEDIA_ROOT / "images" / "印章.png").write_bytes(b"picture")
    return tmp_path


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[databases.Database]:
    """An empty database of the same kind."""
    other = connection.copy()
    if connection.vendor == "sqlite":
        other.settings_dict = {**other.settings_dict, "NAME": str(tmp_path / "elsewhere.sqlite3")}
        yield databases.database_of(other)
        return
    name = f"{connection.settings_dict['NAME']}_elsewhere"
    with connection.cursor() as cursor:
        cursor.execute(f"drop database if exists {name}")
        cursor.execute(f"create database {name}")
    other.settings_dict = {**other.settings_dict, "NAME": name}
    yield databases.database_of(other)
    other.close()
    with connection.cursor() as cursor:
        cursor.execute(f"drop database {name}")


def step(number: int) -> None:
    record(AccountAction.DELETED, Thing("test", str(number)), actor=None)


def repacked(archive: Path, change: Any) -> Path:
    """The same archive with one member changed, left out (None) or added."""
    target = archive.with_name("changed.tar")
    with tarfile.open(archive) as source, tarfile.open(target, "w") as copy:
        for member in source:
            content = change(member.name, source.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                copy.addfile(member, BytesIO(content))
    return target


@committed
def test_what_is_in_it(places: Path) -> None:
    step(1)
    archive, manifest = make(places / "backups")
    assert archive.stat().st_mode & 0o077 == 0
    assert [each.name for each in (places / "backups").iterdir()] == [archive.name]
    unpacked = restoring.unpack(archive, places / "unpacked")
    assert unpacked.to_json() == manifest.to_json()
    assert (places / "unpacked" / "media" / "images" / "印章.png").read_bytes() == b"picture"
    assert (places / "unpacked" / "sealed" / "7f").read_bytes() == b"sealed bytes"
    assert manifest.rows["audit_auditentry"] == AuditEntry.objects.count() == 1
    assert any(each.startswith("accounts.0001") for each in manifest.migrations)


@committed
def test_it_goes_into_an_empty_database(places: Path, elsewhere: databases.Database) -> None:
    for number in range(5):
        step(number)
    assert elsewhere.is_empty()
    _archive, manifest = make(places / "backups")
    restoring.unpack(_archive, places / "unpacked")
    elsewhere.load(places / "unpacked" / manifest.database)
    assert elsewhere.counts() == manifest.rows
    assert not elsewhere.is_empty()
    # And once more over what is there.
    elsewhere.load(places / "unpacked" / manifest.database)
    assert elsewhere.counts() == manifest.rows


@committed
def test_it_is_of_one_moment_while_others_write(places: Path, elsewhere: databases.Database) -> None:
    """Entry and link are written together: in no snapshot is one without the other."""
    stop, written = threading.Event(), []

    def write() -> None:
        try:
            while not stop.is_set() and len(written) < 500:
                step(len(written))
                written.append(1)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 5:
            stop.wait(0.01)
        before = len(written)
        archive, manifest = make(places / "backups")
        after = len(written)
    finally:
        stop.set()
        writer.join()
    restoring.unpack(archive, places / "unpacked")
    elsewhere.load(places / "unpacked" / manifest.database)
    counts = elsewhere.counts()
    assert counts == manifest.rows
    assert before <= counts["audit_auditentry"] <= after + 1
    if connection.vendor == "sqlite":
        assert counts["audit_auditentry"] == counts["audit_auditlink"]
    assert AuditLink.objects.count() == len(written)


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: content + b"x" if name.startswith("media/") else content,
        lambda name, content: None if name.startswith("media/") else content,
        lambda name, content: None if name == MEMBER else content,
        lambda name, content: b"{}" if name == MEMBER else content,
        lambda name, content: b"[]" if name == MEMBER else content,
        lambda name, content: content.replace(b"picture", b"PICTURE"),
    ],
)
def test_one_that_is_not_whole_is_refused(places: Path, change: Any) -> None:
    archive, _manifest = make(places / "backups")
    with pytest.raises(restoring.UnfitArchive):
        restoring.unpack(repacked(archive, change), places / "unpacked")


def test_one_that_was_cut_off_is_refused(places: Path) -> None:
    archive, _manifest = make(places / "backups")
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    with pytest.raises(restoring.UnfitArchive):
        restoring.unpack(archive, places / "unpacked")


def test_a_file_that_the_manifest_does_not_know_is_refused(places: Path) -> None:
    archive, _manifest = make(places / "backups")
    with tarfile.open(archive, "a") as more:
        entry = tarfile.TarInfo("media/more.html")
        entry.size = 4
        more.addfile(entry, BytesIO(b"more"))
    with pytest.raises(restoring.UnfitArchive):
        restoring.unpack(archive, places / "unpacked")


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside.txt", "media/../../outside.txt"])
def test_nothing_is_unpacked_outside(places: Path, name: str) -> None:
    archive = places / "hostile.tar"
    with tarfile.open(archive, "w") as hostile:
        hostile.addfile(tarfile.TarInfo(name), BytesIO(b""))
    with pytest.raises(restoring.UnfitArchive):
        restoring.unpack(archive, places / "unpacked")
    assert not list(places.rglob("outside.txt"))


def test_newer_code_and_another_kind_of_database_are_refused(places: Path) -> None:
    _archive, manifest = make(places / "backups")
    restoring.check_fit(manifest)
    manifest.migrations.append("audit.9999_of_next_year")
    with pytest.raises(restoring.UnfitArchive, match="newer code"):
        restoring.check_fit(manifest)
    manifest.vendor = "other"
    with pytest.raises(restoring.UnfitArchive, match="database of other"):
        restoring.check_fit(manifest)
    newer = json.dumps({**json.loads(manifest.to_json()), "format": 2}).encode()
    with pytest.raises(ValueError, match="another format"):
        Manifest.from_json(newer)


@committed
def test_no_key_and_no_secret_is_in_it(places: Path, settings: Any) -> None:
    for name in ("secret_key", "audit_key", "sealing_private_key"):
        (places / "data" / name).write_text(f"needle-{name}")
    settings.SECRET_KEY, settings.AUDIT_KEY = "needle-secret", "needle-audit"
    step(1)
    archive, _manifest = make(places / "backups")
    assert b"needle" not in archive.read_bytes()


def test_a_machine_that_is_not_empty_is_left_alone(places: Path) -> None:
    archive, _manifest = make(places / "backups")
    groups = Group.objects.count()
    with pytest.raises(CommandError, match="tables in the database"):
        call_command("restore", str(archive))
    assert Group.objects.count() == groups


def test_files_alone_are_something_too(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases.Sqlite, "is_empty", lambda self: True)
    monkeypatch.setattr(databases.Postgresql, "is_empty", lambda self: True)
    with pytest.raises(restoring.NotEmpty, match="media"):
        restoring.check_empty()


def test_an_archive_can_be_looked_at(places: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", str(places / "backups"))
    archive = next((places / "backups").iterdir())
    call_command("restore", str(archive), "--check")
    assert "The archive is whole" in capsys.readouterr().out
    archive.write_bytes(b"")
    with pytest.raises(CommandError, match="not a whole archive"):
        call_command("restore", str(archive), "--check")


def test_a_folder_that_is_not_there_is_not_made(places: Path) -> None:
    with pytest.raises(CommandError, match="no folder .*elsewhere"):
        call_command("backup", str(places / "elsewhere" / "backups"))
    assert not (places / "elsewhere").exists()


def test_a_backup_that_fails_leaves_nothing(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Any, target: Path) -> dict[str, int]:
        raise databases.DatabaseFailed("no room")

    monkeypatch.setattr(type(databases.database_of(connection)), "dump", fail)
    with pytest.raises(CommandError, match="no room"):
        call_command("backup", str(places / "backups"))
    assert list((places / "backups").iterdir()) == []


def test_a_file_deleted_meanwhile_is_no_failure(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = Part("media", lambda: places / "nowhere")
    monkeypatch.setattr(Part, "files", lambda self: [("media/gone.png", places / "gone.png")])
    monkeypatch.setattr(parts, "_parts", {"media": part})
    _archive, manifest = make(places / "backups")
    assert "media/gone.png" not in manifest.files


def test_a_damaged_database_is_noticed(places: Path) -> None:
    if connection.vendor != "sqlite":
        target = places / "damaged.dump"
        target.write_bytes(b"PGDMP damaged")
        apart = databases.Postgresql(connection)
        with pytest.raises(databases.DatabaseFailed):
            apart._run("pg_restore", "--list", str(target))
        return
    target = places / "damaged.sqlite3"
    with closing(sqlite3.connect(target)) as made:
        made.execute("create table t (a)")
        made.executemany("insert into t values (?)", [("x" * 500,)] * 500)
        made.commit()
    content = bytearray(target.read_bytes())
    content[5000:9000] = b"\xff" * 4000
    target.write_bytes(bytes(content))
    other = connection.copy()
    other.settings_dict = {**other.settings_dict, "NAME": str(places / "elsewhere.sqlite3")}
    with pytest.raises((databases.DatabaseFailed, sqlite3.DatabaseError)):
        databases.Sqlite(other).load(target)
