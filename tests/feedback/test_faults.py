"""Whatever is killed, refused or sent twice: what a citizen was shown is stored, and nothing is stored by halves."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection

from portal.audit.models import AuditEntry
from portal.feedback import faults
from portal.feedback.attachments.keeping import path_of, sweep_orphans
from portal.feedback.models import Attachment, Clock, Part, Receipt, Step, Submission, WrappedKey
from portal.feedback.receipts import open_receipt
from tests.feedback.citizen import TIP, Citizen, receipt_of, text_of

PATH = "/feedback/tip/anonymous/"


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def sealed(settings: Any, tmp_path: Path) -> Path:
    settings.SEALED_DIR = tmp_path
    return tmp_path


def rows() -> list[int]:
    tables = (Submission, Receipt, WrappedKey, Part, Step, Attachment, Clock)
    return [table.objects.count() for table in tables] + [AuditEntry.objects.filter(action__startswith="subm").count()]


def expected(submissions: int) -> list[int]:
    """Each has a receipt, a key, three parts, a step, a file, a clock to route it, an audit entry."""
    return [submissions * count for count in (1, 1, 1, 3, 1, 1, 1, 1)]


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.txt", "账目".encode())


def fields(citizen: Citizen) -> dict[str, Any]:
    return {**citizen.form(), **TIP, "attachments": [file()]}


@contextmanager
def reached(point: str, error: BaseException) -> Iterator[None]:
    """Raise this at a point of the way."""

    def fail(at: str) -> None:
        if at == point:
            raise error

    faults.listen(fail)
    try:
        yield
    finally:
        faults.listen(None)


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_point_and_sent_again_it_is_one_submission_with_its_receipt(sealed: Path) -> None:
    for done, point in enumerate(faults.POINTS):
        citizen = Citizen()
        typed = fields(citizen)
        with reached(point, Killed()), pytest.raises(Killed):
            citizen.client.post(PATH, typed)
        assert rows() == expected(done + (point == "committed")), point
        code, secret = receipt_of(citizen.client.post(PATH, {**typed, "attachments": [file()]}))
        assert rows() == expected(done + 1), point
        tip = open_receipt(code, secret).submission
        assert path_of(tip.attachments.get().pk).exists()


@pytest.mark.django_db(transaction=True)
def test_files_that_no_submission_speaks_of_are_swept_and_no_others(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = Citizen()
    typed = fields(citizen)
    with reached("before_commit", Killed()), pytest.raises(Killed):
        citizen.client.post(PATH, typed)
    receipt_of(citizen.client.post(PATH, {**typed, "attachments": [file()]}))
    assert len(list(sealed.rglob("*.original"))) == 2
    assert sweep_orphans() == 0
    monkeypatch.setattr("portal.feedback.attachments.keeping.ORPHANED_AFTER", timedelta(days=-1))
    assert sweep_orphans() == 1
    (left,) = sealed.rglob("*.original")
    assert left.name.startswith(Attachment.objects.get().pk.hex)


FULL, READ_ONLY = OSError(28, "No space left on device"), OSError(30, "Read-only file system")


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_saved_stays_in_the_form_and_is_said_plainly(
    sealed: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for point in ("sealed", "files_written", "keys_stored", "before_commit"):
        for error in (OperationalError("database is locked"), FULL, READ_ONLY):
            citizen = Citizen()
            with reached(point, error):
                answer = citizen.client.post(PATH, fields(citizen))
            assert answer.status_code == 503
            assert TIP["body"] in text_of(answer)
            assert rows() == expected(0)
    assert TIP["body"] not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_are_one_submission_and_show_one_receipt(sealed: Path) -> None:
    typed = {**Citizen().form(), **TIP}
    barrier = threading.Barrier(2)
    # Both have looked for an earlier submission before either stores one.
    faults.listen(lambda point: barrier.wait(20) and None if point == "sealed" else None)
    receipts: list[tuple[str, str]] = []

    def press() -> None:
        try:
            receipts.append(receipt_of(Citizen().client.post(PATH, typed)))
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _press in range(2)]
    try:
        for each in presses:
            each.start()
        for each in presses:
            each.join(60)
    finally:
        faults.listen(None)
    assert len(receipts) == 2
    assert len(set(receipts)) == 1
    assert Submission.objects.count() == 1
