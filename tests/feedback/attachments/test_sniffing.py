"""What is taken, by its content; what only says so by its name is not."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from portal.feedback.attachments.kinds import ALL_ENDINGS, FileKind
from portal.feedback.attachments.limits import look_through
from portal.feedback.attachments.names import display_name
from portal.feedback.attachments.refusals import Refusal, Refused
from portal.feedback.attachments.sniffing import sniff
from tests.feedback.attachments import files

ZIP = BytesIO()
with zipfile.ZipFile(ZIP, "w") as _archive:
    _archive.writestr("nested.zip", b"PK")


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (files.picture("JPEG"), "照片.JPG", FileKind.JPEG),
        (files.picture("PNG"), "a.png", FileKind.PNG),
        (files.picture("WEBP"), "a.webp", FileKind.WEBP),
        (files.media(b"heic"), "a.heic", FileKind.HEIC),
        (files.pdf(), "a.pdf", FileKind.PDF),
        ("反映问题，见<附件>".encode(), "a.txt", FileKind.TEXT),
        ("反映问题".encode("gb18030"), "a.txt", FileKind.TEXT),
        (files.word(), "a.docx", FileKind.DOCX),
        (files.sheet(), "a.xlsx", FileKind.XLSX),
        (files.ofd(), "公文.ofd", FileKind.OFD),
        (files.mp3(), "录音.mp3", FileKind.MP3),
        (b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + files.mp3(), "录音.mp3", FileKind.MP3),
        (files.media(b"M4A "), "录音.m4a", FileKind.M4A),
        (files.media(b"isom"), "录像.mp4", FileKind.MP4),
    ],
)
def test_what_is_taken(content: bytes, name: str, kind: FileKind) -> None:
    assert sniff(content, name) is kind


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.txt", Refusal.EMPTY),
        (b"MZ\x90\0\x03", "a.pdf", Refusal.UNKNOWN),
        (b"\x7fELF\x02\x01", "a.jpg", Refusal.UNKNOWN),
        (files.pdf(), "简历.pdf.exe", Refusal.MISMATCH),
        (files.pdf(), "a.jpg", Refusal.MISMATCH),
        (files.pdf(), "a", Refusal.MISMATCH),
        (b"<html><body>x", "a.jpg", Refusal.ACTIVE),
        (b"  <!doctype html>", "a.txt", Refusal.ACTIVE),
        (b"GIF89a=1;<script>alert(1)</script>", "a.gif", Refusal.ACTIVE),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "a.svg", Refusal.ACTIVE),
        (b"<html>" + files.pdf(), "a.pdf", Refusal.UNKNOWN),
        (b"#!/bin/sh\nrm", "a.txt", Refusal.ACTIVE),
        (ZIP.getvalue(), "a.docx", Refusal.UNKNOWN),
        (b"PK\x03\x04broken", "a.docx", Refusal.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", Refusal.ENCRYPTED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "a.doc", Refusal.UNKNOWN),
        (b"\xff\xfb\x90\x00" + bytes(600), "a.mp3", Refusal.UNKNOWN),
        (files.media(b"qt  "), "a.mov", Refusal.UNKNOWN),
        (b"text\0with zero", "a.txt", Refusal.UNKNOWN),
    ],
)
def test_what_is_refused(content: bytes, name: str, reason: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        sniff(content, name)
    assert refused.value.reason is reason


@given(st.binary(max_size=200), st.sampled_from(ALL_ENDINGS))
def test_any_bytes_are_told_or_refused(content: bytes, ending: str) -> None:
    """Nothing else is ever raised."""
    try:
        assert sniff(content, "a" + ending) in FileKind
    except Refused as refused:
        assert refused.reason.label


# Names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\甲\\举报.pdf", "举报.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("a.pdf\0.exe.pdf", "a_pdf_exe.pdf"),
        ("简历.exe.pdf", "简历_exe.pdf"),
        ("报告1.2 终稿.pdf", "报告1.2 终稿.pdf"),
        ("\u202efdp.exe.pdf", "fdp_exe.pdf"),
        ("结尾点...pdf. . ", "结尾点.pdf"),
        (".pdf", "file.pdf"),
        ('<script>"x".pdf', "_script__x_.pdf"),
        ("x\r\nSet-Cookie: a.pdf", "xSet-Cookie_ a.pdf"),
        ("汉" * 300 + ".pdf", "汉" * 60 + ".pdf"),
        ("照片.JPEG", "照片.pdf"),
    ],
)
def test_names_are_shown_without_harm(name: str, shown: str) -> None:
    assert display_name(name, FileKind.PDF) == shown


@given(st.text(max_size=400))
def test_any_name_fits_a_disk_and_a_header(name: str) -> None:
    shown = display_name(name, FileKind.TEXT)
    assert shown.endswith(".txt") and len(shown.encode()) <= 255 and not set(shown) & set('/\\\0\r\n<>:"|?*')
    assert display_name(shown, FileKind.TEXT) == shown


# Limits


def test_all_files_are_looked_at_and_each_refusal_told() -> None:
    accepted, refused = look_through(
        [
            SimpleUploadedFile("a.pdf", files.pdf()),
            SimpleUploadedFile("b.exe", b"MZ\x90\0"),
            SimpleUploadedFile("c.txt", b""),
        ]
    )
    assert [file.name for file in accepted] == ["a.pdf"]
    assert [(file.name, file.reason) for file in refused] == [("b.exe", Refusal.UNKNOWN), ("c.txt", Refusal.EMPTY)]


def test_one_byte_more_than_the_limit(settings) -> None:
    settings.ATTACHMENT_MAX_BYTES = 10
    accepted, refused = look_through([SimpleUploadedFile("a.txt", b"x" * 10), SimpleUploadedFile("b.txt", b"x" * 11)])
    assert [file.name for file in accepted] == ["a.txt"] and [file.reason for file in refused] == [Refusal.TOO_LARGE]


def test_a_browser_that_lies_about_the_size(settings) -> None:
    settings.ATTACHMENT_MAX_BYTES = 10
    file = SimpleUploadedFile("a.txt", b"x" * 11)
    file.size = 5
    assert look_through([file])[1][0].reason is Refusal.TOO_LARGE


def test_one_file_too_many_and_none_is_taken(settings) -> None:
    more = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(settings.ATTACHMENT_MAX_FILES + 1)]
    assert look_through(more) == ([], [("", Refusal.TOO_MANY)])
