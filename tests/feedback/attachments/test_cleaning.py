"""What staff open: nothing of who made it, nothing that runs, nothing that leads out; and it still opens."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import openpyxl
import pikepdf
import pytest
from PIL import Image

from portal.feedback.attachments.cleaning import cleaned
from portal.feedback.attachments.cleaning.cleaned import clean
from portal.feedback.attachments.kinds import FileKind
from portal.feedback.attachments.refusals import Refusal, Refused
from tests.feedback.attachments import files

NEEDLES = ("NEEDLE", "tracker.example", files.PERSON, files.PLACE)


def found(content: bytes) -> list[str]:
    """The needles in all parts of a file, unpacked; in the encodings that formats use."""
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    if content.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(content)) as document:
            parts += [item.unparse(resolved=True) for item in document.objects]
            parts += [item.read_bytes() for item in document.objects if isinstance(item, pikepdf.Stream)]
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    return [
        needle for needle in NEEDLES for encoding in encodings if any(needle.encode(encoding) in part for part in parts)
    ]


def reason(content: bytes, kind: FileKind) -> Refusal:
    with pytest.raises(Refused) as refused:
        clean(content, kind)
    return refused.value.reason


@pytest.mark.parametrize("kind", [FileKind.JPEG, FileKind.PNG, FileKind.WEBP])
def test_pictures_lose_place_owner_comment_and_what_hangs_behind(kind: FileKind) -> None:
    dirty = files.picture(kind.name) + b"PK\x03\x04 NEEDLE"
    assert found(dirty)
    copy = clean(dirty, kind)
    assert copy.kind is kind and found(copy.content) == []
    with Image.open(BytesIO(copy.content)) as picture:
        assert not picture.getexif() and "comment" not in picture.info
        # What the camera noted of its position is done, and need not be said any more.
        assert picture.size == (16, 24)


def test_photographs_of_telephones_become_jpeg() -> None:
    import pillow_heif

    file = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64), "blue")).save(file, exif=None)
    copy = clean(file.getvalue(), FileKind.HEIC)
    assert copy.kind is FileKind.JPEG and copy.content.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("size", [(20_000, 20_000), (9_000, 6_000)])
def test_picture_bombs(size: tuple[int, int]) -> None:
    """54 megapixels go through Pillow with a warning only."""
    assert reason(files.huge_png(*size), FileKind.PNG) is Refusal.BOMB


def test_pdf_without_scripts_attachments_links_author_and_xmp() -> None:
    dirty = files.pdf()
    assert {"NEEDLE", files.PERSON} <= set(found(dirty))
    copy = clean(dirty, FileKind.PDF).content
    assert found(copy) == []
    with pikepdf.open(BytesIO(copy)) as document:
        assert len(document.pages) == 1 and not document.attachments and "/OpenAction" not in document.Root
        assert "/Metadata" not in document.Root and not list(document.docinfo.keys())
        assert str(document.pages[0].Annots[0].Contents) == "看这里"


def test_a_pdf_with_a_password_has_no_copy() -> None:
    assert reason(files.pdf(password="geheim"), FileKind.PDF) is Refusal.ENCRYPTED


def test_word_without_authors_links_templates_and_fields() -> None:
    dirty = files.word()
    assert {"NEEDLE", files.PERSON, files.PLACE} <= set(found(dirty))
    copy = clean(dirty, FileKind.DOCX).content
    assert found(copy) == []
    document = docx.Document(BytesIO(copy))
    text = "".join(document.element.body.itertext())
    assert {word for word in ("正文", "链接", "增补") if word in text} == {"正文", "链接", "增补"}
    assert [comment.text for comment in document.comments] == ["批注"] and len(document.inline_shapes) == 1


def test_word_without_macros() -> None:
    copy = clean(files.with_macro(files.word()), FileKind.DOCX).content
    with zipfile.ZipFile(BytesIO(copy)) as archive:
        assert "word/vbaProject.bin" not in archive.namelist()
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")
    assert docx.Document(BytesIO(copy)).paragraphs


def test_sheets_without_authors_links_and_calling_formulas() -> None:
    dirty = files.sheet()
    assert {"NEEDLE", files.PERSON} <= set(found(dirty))
    copy = clean(dirty, FileKind.XLSX).content
    assert found(copy) == []
    page = openpyxl.load_workbook(BytesIO(copy)).active
    assert page["A1"].value == "金额" and page["B1"].value == "链接" and page["C2"].value == "=A2*2"
    assert page["A1"].comment.text == "批注"


def test_layout_documents_without_author_and_attachments() -> None:
    assert {"NEEDLE", files.PERSON} <= set(found(files.ofd()))
    copy = clean(files.ofd(), FileKind.OFD).content
    assert found(copy) == []
    with zipfile.ZipFile(BytesIO(copy)) as archive:
        assert "正文" in archive.read("Doc_0/Pages/Page_0/Content.xml").decode()


def test_text_becomes_utf8() -> None:
    assert clean("反映问题".encode("gb18030"), FileKind.TEXT).content.decode() == "反映问题"


def test_zip_bombs() -> None:
    bomb = files.repacked(files.word(), {"word/media/a.emf": bytes(40 << 20)})
    assert len(bomb) < 1 << 20 and reason(bomb, FileKind.DOCX) is Refusal.BOMB


@pytest.mark.parametrize("name", ["../word/x.xml", "/word/x.xml", "word/document.xml"])
def test_archives_with_paths_that_lead_out_or_parts_of_one_name(name: str) -> None:
    with pytest.warns(UserWarning) if name == "word/document.xml" else _nothing():
        hostile = files.repacked(files.word(), {name: b"<a/>"})
    assert reason(hostile, FileKind.DOCX) is Refusal.BROKEN


def test_entities_are_not_unfolded() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY b "NEEDLE">]><a>&b;</a>'
    assert reason(files.repacked(files.word(), {"word/x.xml": laughs}), FileKind.DOCX) is Refusal.BROKEN


def test_sound_and_video_have_no_copy() -> None:
    assert reason(files.mp3(), FileKind.MP3) is Refusal.UNCLEANABLE


@pytest.mark.parametrize("kind", [FileKind.JPEG, FileKind.PDF, FileKind.DOCX, FileKind.OFD])
def test_a_broken_file_has_no_copy(kind: FileKind) -> None:
    dirty = {
        FileKind.JPEG: files.picture(),
        FileKind.PDF: b"%PDF-1.7\n",
        FileKind.DOCX: files.word(),
        FileKind.OFD: files.ofd(),
    }[kind]
    assert reason(dirty[: len(dirty) // 2], kind) is Refusal.BROKEN


def test_a_cleaner_that_hangs_is_ended(monkeypatch) -> None:
    monkeypatch.setattr(cleaned, "SECONDS", 0.01)
    assert reason(files.word(), FileKind.DOCX) is Refusal.TOO_SLOW


def test_a_cleaner_without_memory_makes_no_copy(monkeypatch) -> None:
    monkeypatch.setattr(cleaned, "MEMORY", 64 << 20)
    assert reason(files.word(), FileKind.DOCX) in {Refusal.BOMB, Refusal.BROKEN}


def test_the_cleaner_sees_no_secret_and_writes_no_file(tmp_path, monkeypatch) -> None:
    """The private keys stand in the environment of the process that calls it."""
    from portal.privacy.bounded import run_bounded

    monkeypatch.setenv("SEALING_PRIVATE_KEYS", "NEEDLE")
    program = tmp_path / "program.py"
    program.write_text(
        f"import os\nprint(dict(os.environ))\ntry:\n    open({str(tmp_path / 'out')!r}, 'w').write('x' * 10000)\n"
        "except OSError:\n    print('no file')\n"
    )
    said = run_bounded(program, b"", seconds=10, memory=1 << 30).stdout.decode()
    assert "NEEDLE" not in said
    assert not (tmp_path / "out").exists() or (tmp_path / "out").stat().st_size == 0


def _nothing():
    from contextlib import nullcontext

    return nullcontext()
