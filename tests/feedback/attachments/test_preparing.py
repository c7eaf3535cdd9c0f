"""From the sealed original to what staff open: scanned, cleaned, on record, and never more than that."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pillow_heif
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from PIL import Image

from portal.audit.models import AuditEntry
from portal.feedback.attachments import preparing
from portal.feedback.attachments.cleaning.cleaned import Cleaned
from portal.feedback.attachments.keeping import CLEANED, keep, path_of, sealed_attachment
from portal.feedback.attachments.kinds import FileKind
from portal.feedback.attachments.limits import Accepted
from portal.feedback.attachments.opening import open_copy, open_original
from portal.feedback.attachments.refusals import Refusal
from portal.feedback.attachments.viruses import Verdict
from portal.feedback.contents.opening import open_notes
from portal.feedback.models import Attachment
from portal.feedback.transitions import NotPermitted, Unfit
from tests.factories import SubmissionFactory, UnitFactory
from tests.feedback.attachments import files
from tests.feedback.clocks.test_running import staff

pytestmark = pytest.mark.django_db
State = Attachment.State


def kept(
    content: bytes = b"", kind: FileKind = FileKind.PDF, name: str = "举报材料.pdf", **values: object
) -> Attachment:
    submission = SubmissionFactory(**values)
    attachment = sealed_attachment(submission.key, submission, 1, Accepted(name, kind, content or files.pdf()))
    attachment.save(force_insert=True)
    return attachment


def prepared(*given: object, **values: object) -> Attachment:
    attachment = kept(*given, **values)  # type: ignore[arg-type]
    preparing.prepare_waiting()
    attachment.refresh_from_db()
    return attachment


def test_staff_open_the_cleaned_copy_and_that_is_on_record() -> None:
    attachment, moderator = prepared(), staff("moderator")
    assert (attachment.state, attachment.scan) == (State.CLEANED, Verdict.OFF)
    file = open_copy(attachment, moderator)
    assert (
        file.name == "举报材料.pdf" and file.content.startswith(b"%PDF") and files.PERSON.encode() not in file.content
    )
    entry = AuditEntry.objects.get(action="submission.open_file")
    assert entry.actor_id == moderator.pk and "举报材料" not in str(entry.details)


def test_nothing_of_a_file_lies_on_the_disk_in_clear() -> None:
    attachment = prepared("反映问题NEEDLE".encode(), FileKind.TEXT, "举报NEEDLE.txt")
    for path in (path_of(attachment.pk), path_of(attachment.pk, CLEANED)):
        assert b"NEEDLE" not in path.read_bytes()
    assert b"NEEDLE" not in bytes(attachment.sealed_description)


def test_a_photograph_of_a_telephone_is_given_out_as_what_it_became() -> None:
    heic = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64))).save(heic)
    file = open_copy(prepared(heic.getvalue(), FileKind.HEIC, "照片.heic"), staff("moderator"))
    assert (file.name, file.kind) == ("照片.jpg", FileKind.JPEG)


@pytest.mark.parametrize(
    ("content", "kind", "state", "refusal"),
    [
        (files.mp3(), FileKind.MP3, State.ORIGINAL, Refusal.UNCLEANABLE),
        (files.pdf(password="x"), FileKind.PDF, State.REFUSED, Refusal.ENCRYPTED),
        (files.huge_png(9000, 6000), FileKind.PNG, State.REFUSED, Refusal.BOMB),
    ],
)
def test_what_cannot_be_cleaned_has_no_copy_and_says_why(
    content: bytes, kind: FileKind, state: State, refusal: Refusal
) -> None:
    attachment = prepared(content, kind, "a.x")
    assert (attachment.state, attachment.refusal) == (state, refusal)
    with pytest.raises(Unfit):
        open_copy(attachment, staff("moderator"))
    assert open_original(attachment, staff("moderator", "second"), "须核对录音").content == content


def test_an_original_needs_the_right_and_a_reason_which_becomes_a_note() -> None:
    attachment, moderator = prepared(), staff("moderator")
    for user, reason in ((moderator, "  "), (staff("intake"), "核对"), (staff("handler"), "核对")):
        with pytest.raises((Unfit, NotPermitted)):
            open_original(attachment, user, reason)
    assert not AuditEntry.objects.filter(action="submission.open_original").exists()
    assert b"OpenAction" in open_original(attachment, moderator, "须核对签名").content
    assert "须核对签名" in open_notes(attachment.submission, moderator)[0].text
    assert AuditEntry.objects.filter(action="submission.open_original").count() == 1


# The scanner


def test_infected_files_are_given_out_in_no_form(monkeypatch) -> None:
    monkeypatch.setattr(preparing, "scan", lambda content: Verdict.INFECTED)
    attachment, moderator = prepared(), staff("moderator")
    assert attachment.state == State.INFECTED and not path_of(attachment.pk, CLEANED).exists()
    for attempt in (lambda: open_copy(attachment, moderator), lambda: open_original(attachment, moderator, "核对")):
        with pytest.raises(Unfit):
            attempt()


def test_while_the_scanner_is_away_nothing_counts_as_clean_and_it_is_asked_again(monkeypatch) -> None:
    monkeypatch.setattr(preparing, "scan", lambda content: Verdict.PENDING)
    attachment, moderator = prepared(), staff("moderator")
    assert (attachment.state, attachment.scan) == (State.CLEANED, Verdict.PENDING)
    with pytest.raises(Unfit):
        open_copy(attachment, moderator)
    monkeypatch.setattr(preparing, "scan", lambda content: Verdict.CLEAN)
    assert preparing.prepare_waiting() == 1 and preparing.prepare_waiting() == 0
    attachment.refresh_from_db()
    assert open_copy(attachment, moderator).content.startswith(b"%PDF")


def test_what_the_scanner_cannot_take_is_refused_and_not_asked_again(monkeypatch) -> None:
    monkeypatch.setattr(preparing, "scan", lambda content: Verdict.REFUSED)
    attachment, moderator = prepared(), staff("moderator")
    assert (attachment.state, attachment.scan) == (State.CLEANED, Verdict.REFUSED)
    with pytest.raises(Unfit):
        open_copy(attachment, moderator)
    assert open_original(attachment, moderator, "核对").content.startswith(b"%PDF")
    monkeypatch.setattr(preparing, "scan", lambda content: pytest.fail("asked again"))
    assert preparing.prepare_waiting() == 0


def test_files_that_wait_for_the_scanner_keep_no_other_from_being_cleaned(monkeypatch) -> None:
    submission = SubmissionFactory()
    monkeypatch.setattr(preparing, "scan", lambda content: Verdict.PENDING)
    monkeypatch.setattr(preparing, "clean", lambda content, kind: Cleaned(kind, content))
    for number in range(1, 62):
        file = Accepted("a.txt", FileKind.TEXT, b"x")
        sealed_attachment(submission.key, submission, number, file).save(force_insert=True)
    for _look in range(2):
        preparing.prepare_waiting()
    assert not submission.attachments.exclude(state=State.CLEANED).exists()
    asked: set[object] = set()
    monkeypatch.setattr(preparing, "prepare", lambda attachment: bool(asked.add(attachment.pk)))
    for _look in range(20):
        preparing.prepare_waiting()
    assert len(asked) == 61


# Faults


def test_a_host_without_the_key_leaves_files_as_they_are(monkeypatch) -> None:
    monkeypatch.setattr(preparing.sealing, "can_open", lambda: False)
    assert prepared().state == State.PENDING


def test_a_damaged_description_stops_no_other_file_and_loses_no_content(caplog) -> None:
    attachment, other = kept(), kept()
    sealed = bytes(attachment.sealed_description)
    Attachment.objects.filter(pk=attachment.pk).update(sealed_description=sealed[:-1] + bytes([sealed[-1] ^ 1]))
    preparing.prepare_waiting()
    attachment, other = (Attachment.objects.get(pk=one.pk) for one in (attachment, other))
    assert (attachment.state, attachment.refusal, other.state) == (State.REFUSED, Refusal.BROKEN, State.CLEANED)
    assert preparing.prepare_waiting() == 0
    file = open_original(attachment, staff("moderator"), "核对")
    assert (file.kind, file.name) == (FileKind.PDF, "附件1.pdf") and b"OpenAction" in file.content


def test_a_copy_whose_description_was_damaged_since_is_still_given_out() -> None:
    attachment = prepared()
    attachment.sealed_description = bytes(attachment.sealed_description)[:-1] + b"x"
    attachment.save()
    assert open_copy(attachment, staff("moderator")).name == "附件1.pdf"


def test_whatever_is_wrong_with_one_file_the_others_have_their_turn(monkeypatch, caplog) -> None:
    attachment, other = kept(), kept()

    def full(key, submission, number, *rest):
        if number == attachment.pk:
            raise OSError(28, "No space left on device: 举报材料.pdf")
        return keep(key, submission, number, *rest)

    monkeypatch.setattr(preparing, "keep", full)
    assert preparing.prepare_waiting() == 1
    assert [Attachment.objects.get(pk=one.pk).state for one in (attachment, other)] == [State.PENDING, State.CLEANED]
    assert "举报材料" not in caplog.text
    monkeypatch.setattr(preparing, "keep", keep)
    assert preparing.prepare_waiting() == 1


def test_a_file_whose_key_is_damaged_waits_for_the_key(caplog) -> None:
    attachment = kept()
    (row,) = attachment.submission.wrapped_keys.all()
    whole = bytes(row.wrapped)
    attachment.submission.wrapped_keys.update(wrapped=whole[:-1] + bytes([whole[-1] ^ 1]))
    assert preparing.prepare_waiting() == 0
    attachment.submission.wrapped_keys.update(wrapped=whole)
    assert preparing.prepare_waiting() == 1


@pytest.mark.parametrize("harm", ["gone", "flipped", "of another"])
def test_a_damaged_file_is_marked_and_stops_no_other(harm: str, caplog) -> None:
    attachment, other = kept(), kept()
    path = path_of(attachment.pk)
    content = path.read_bytes()
    if harm == "gone":
        path.unlink()
    elif harm == "flipped":
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    else:
        path.write_bytes(path_of(other.pk).read_bytes())
    preparing.prepare_waiting()
    states = [Attachment.objects.get(pk=one.pk).state for one in (attachment, other)]
    assert states == [State.REFUSED, State.CLEANED]
    assert not Attachment.objects.filter(scan=Verdict.PENDING).exists()


def test_a_file_that_is_purged_while_it_is_cleaned() -> None:
    attachment = kept()
    submission = attachment.submission
    attachment = Attachment.objects.select_related("submission").get(pk=attachment.pk)
    submission.wrapped_keys.all().delete()
    assert not preparing.prepare(attachment)


# Addresses


@pytest.fixture
def desk(client: Client, settings) -> Callable[[User], Client]:
    settings.SECOND_FACTOR_FOR = []

    def enter(user: User) -> Client:
        client.force_login(user)
        return client

    return enter


def test_a_copy_comes_with_safe_headers(desk) -> None:
    attachment = prepared(files.picture(), FileKind.JPEG, "照片.jpg")
    address = reverse("feedback_file", args=[attachment.pk])
    response = desk(staff("moderator")).get(address, {"shown": ""})
    assert response["Content-Type"] == "image/jpeg" and response["Content-Disposition"].startswith("inline")
    assert "sandbox" in response["Content-Security-Policy"] and "no-store" in response["Cache-Control"]
    assert desk(staff("moderator", "b")).get(address)["Content-Disposition"].startswith("attachment")


def test_whoever_may_not_know_gets_what_is_not_there(desk) -> None:
    accused = UnitFactory()
    attachment, insider = prepared(accused=[accused]), staff("moderator", "insider")
    insider.memberships.create(unit=accused)
    for user in (insider, staff("handler"), staff("editor"), staff("auditor")):
        client = desk(user)
        for address in ("feedback_file", "feedback_original"):
            there, nowhere = (reverse(address, args=[pk]) for pk in (attachment.pk, uuid4()))
            data = {"reason": "核对"}
            ask = client.get if address == "feedback_file" else client.post
            assert ask(there, data).status_code == ask(nowhere, data).status_code != 200
    assert not AuditEntry.objects.filter(action__startswith="submission.open").exists()


def test_a_file_without_a_copy_says_so(desk) -> None:
    response = desk(staff("moderator")).get(
        reverse("feedback_file", args=[prepared(files.mp3(), FileKind.MP3, "a.mp3").pk])
    )
    assert response.status_code == 409 and "help-warning" in response.content.decode()


def test_an_original_is_never_given_for_a_link(desk) -> None:
    client, attachment = desk(staff("moderator")), prepared()
    address = reverse("feedback_original", args=[attachment.pk])
    assert client.get(address).status_code == 405
    assert client.post(address, {"reason": ""}).status_code == 409
    assert client.post(address, {"reason": "核对签名"})["Content-Type"] == "application/pdf"
