"""Files: nothing in them stays unread in silence, and none breaks or holds up the portal."""

from __future__ import annotations

import zipfile
from io import BytesIO
from time import monotonic

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from benchmarks.scan import hundred_pages, scan_document
from portal.privacy.scan.documents import scan_file
from portal.privacy.scan.files import Part, Place, Unread, text_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(content: bytes, name: str) -> list[Part]:
    return text_of(BytesIO(content), name)


def texts(parts: list[Part], place: Place) -> str:
    return "\n".join(part.text for part in parts if part.place is place)


def reasons(parts: list[Part]) -> list[Unread]:
    return [part.unread for part in parts if part.unread is not None]


def saved(document: object) -> bytes:
    file = BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def repacked(content: bytes, **entries: str) -> bytes:
    """The archive with entries added or replaced; two underscores stand for a slash."""
    file = BytesIO()
    named = {name.replace("__", "/") + ".xml": text for name, text in entries.items()}
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in named:
                new.writestr(entry.filename, old.read(entry))
        for name, text in named.items():
            new.writestr(name, text)
    return file.getvalue()


# DOCX


def test_every_part_of_a_docx_is_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("正文")
    document.add_table(1, 1).cell(0, 0).text = "表格"
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.add_comment(paragraph.runs, text="批注", author="批注人")
    document.core_properties.author, document.core_properties.last_modified_by = "作者", "修改者"
    body = document.element.body
    body.insert(0, parse_xml(f"<w:p {W}><w:del w:author='删改者'><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"))
    hidden = f"<w:p {W}><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏字</w:t></w:r><w:r><w:t>明字</w:t></w:r></w:p>"
    body.insert(0, parse_xml(hidden))
    inside = "<w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent>"
    box = f"<w:p {W}><w:r><w:t>前</w:t><w:pict>{inside}</w:pict><w:t>后</w:t></w:r></w:p>"
    body.insert(0, parse_xml(box))
    parts = read(saved(document), "a.docx")
    assert {"文本框", "前后", "明字", "正文", "表格"} <= set(texts(parts, Place.BODY).split("\n"))
    assert set(texts(parts, Place.HEADER).split("\n")) == {"页眉", "页脚"}
    assert texts(parts, Place.COMMENT) == "批注"
    assert texts(parts, Place.DELETED) == "删去"
    assert texts(parts, Place.HIDDEN) == "藏字"
    assert set(texts(parts, Place.AUTHOR).split("\n")) == {"作者", "修改者", "批注人", "删改者"}
    assert reasons(parts) == []


def test_words_that_no_page_shows_are_read() -> None:
    document = docx.Document()
    document.add_picture(BytesIO(photo()))
    (picture,) = document.inline_shapes
    picture._inline.docPr.set("descr", "手机13800000001")
    alias = (
        f"<w:sdt {W}><w:sdtPr><w:alias w:val='手机13800000002'/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(0, parse_xml(alias))
    field = f"<w:p {W}><w:fldSimple w:instr='MERGEFIELD 手机13800000003'/></w:p>"
    document.element.body.insert(0, parse_xml(field))
    glossary = f"<w:glossaryDocument {W}><w:p><w:r><w:t>手机13800000004</w:t></w:r></w:p></w:glossaryDocument>"
    stored = "<data phone='手机13800000005'><a>手机13800000006</a></data>"
    content = repacked(saved(document), word__glossary__document=glossary, customXml__item1=stored)
    found = {each.text for each in scan_file(BytesIO(content), "a.docx") if each.kind == "mobile"}
    assert found == {f"1380000000{number}" for number in range(1, 7)}


def test_a_document_that_another_brings_along_is_not_passed_over() -> None:
    packed = BytesIO(saved(docx.Document()))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("word/afchunk.htm", "<p>手机13800000001</p>")
    assert reasons(read(packed.getvalue(), "a.docx")) == [Unread.EMBEDDED]


def test_a_number_parted_by_formatting_is_one() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("手机")
    paragraph.add_run("138000").bold = True
    paragraph.add_run("00001")
    assert [found.text for found in scan_file(BytesIO(saved(document)), "a.docx")] == ["13800000001"]


def test_the_author_is_a_finding_where_it_is_a_persons_name() -> None:
    document = docx.Document()
    for author, expected in (("王小明", ["author"]), ("Administrator", []), ("办公室", []), ("", [])):
        document.core_properties.author = author
        assert [found.kind for found in scan_file(BytesIO(saved(document)), "a.docx")] == expected


def test_files_and_photos_inside_of_files_are_read() -> None:
    inner = openpyxl.Workbook()
    inner.active["A1"] = "身份证号990601197803121018"
    document, file = docx.Document(), BytesIO(photo())
    document.add_picture(file)
    content = saved(document)
    with zipfile.ZipFile(packed := BytesIO(content), "a") as archive:
        archive.writestr("word/embeddings/sheet1.xlsx", saved(inner))
        archive.writestr("word/embeddings/old.bin", b"ole")
    found = scan_file(packed, "a.docx")
    assert {each.kind for each in found} == {"id_number", "photo_data", "unreadable"}


# XLSX


def test_hidden_sheets_rows_and_columns_are_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for cell, value in {"A1": "明", "B1": 13800000001, "A2": "藏行", "A3": 1.39e10}.items():
        sheet[cell] = value
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[2].hidden = True
    sheet["A1"].comment = Comment("批注", "批注人")
    for state in ("hidden", "veryHidden"):
        other = book.create_sheet(state)
        other["A1"], other.sheet_state = f"在{state}", state
    book.defined_names["名称"] = openpyxl.workbook.defined_name.DefinedName("名称", attr_text='"13900000009"')
    parts = read(saved(book), "a.xlsx")
    assert texts(parts, Place.BODY).split("\n") == ["明", "13900000000"]
    assert set(texts(parts, Place.HIDDEN).split("\n")) == {"13800000001", "藏行", "在hidden", "在veryHidden"}
    assert texts(parts, Place.COMMENT) == "批注"
    assert "批注人" in texts(parts, Place.AUTHOR)
    assert "13900000009" in texts(parts, Place.PROPERTIES)
    assert {part.where for part in parts if part.place is Place.HIDDEN} == {"Sheet", "hidden", "veryHidden"}


def test_what_a_pivot_table_has_stored_is_read() -> None:
    cache = '<pivotCacheRecords xmlns="x"><r><s v="其妻张丽娟"/><n v="13800000001"/></r></pivotCacheRecords>'
    content = repacked(saved(openpyxl.Workbook()), xl__pivotCache__pivotCacheRecords1=cache)
    assert "其妻张丽娟\n13800000001" in texts(read(content, "a.xlsx"), Place.CACHE)


# PDF


def pdf(text: str = "", *, author: str = "", note: str = "", password: str = "", picture: bool = False) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject(
        {NameObject("/F1"): DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})}
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if text:
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = stream
    if picture:
        objects = DictionaryObject({NameObject("/Im0"): DecodedStreamObject()})
        page["/Resources"][NameObject("/XObject")] = objects
    if author:
        writer.add_metadata({"/Author": author})
    if note:
        writer.add_annotation(0, Text(text=note, rect=(0, 0, 10, 10)))
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_text_comments_and_properties_of_a_pdf_are_read() -> None:
    parts = read(pdf("13800000001", author="王小明", note="13900000009"), "a.pdf")
    assert texts(parts, Place.BODY) == "13800000001"
    assert texts(parts, Place.COMMENT) == "13900000009"
    assert texts(parts, Place.AUTHOR) == "王小明"


def test_a_scanned_pdf_says_that_only_a_person_can_read_it() -> None:
    assert reasons(read(pdf(picture=True), "a.pdf")) == [Unread.PICTURES]


def test_an_encrypted_pdf_says_so() -> None:
    assert reasons(read(pdf("x", password="geheim"), "a.pdf")) == [Unread.ENCRYPTED]


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch) -> None:
    monkeypatch.setattr("portal.privacy.scan.files.pdf.SECONDS", 0.01)
    began = monotonic()
    assert reasons(read(pdf("x"), "a.pdf")) == [Unread.TOO_SLOW]
    assert monotonic() - began < 5


# Text and pictures


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    content = "姓名,电话\n李某,13800000001\n".encode(encoding)
    assert "李某,13800000001" in texts(read(content, "a.csv"), Place.BODY)


def photo() -> bytes:
    picture, file = Image.new("RGB", (8, 8)), BytesIO()
    exif = picture.getexif()
    exif.get_ifd(0x8825)[2] = (30.0, 1.0, 2.0)
    exif.get_ifd(0x8769)[0xA431] = "SN-0001"
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_place_and_device_of_a_picture_are_found() -> None:
    assert {part.where: part.text for part in read(photo(), "a.jpg")} == {"GPS": "30.0°", "BodySerialNumber": "SN-0001"}


# Hostile


def test_bombs_are_not_unpacked() -> None:
    content = repacked(saved(docx.Document()), word__document="<a>" + "0" * (60 << 20) + "</a>")
    began = monotonic()
    assert reasons(read(content, "a.docx")) == [Unread.TOO_LARGE]
    assert monotonic() - began < 3


def test_entities_are_not_expanded() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    assert reasons(read(repacked(saved(docx.Document()), word__document=laughs), "a.docx")) == [Unread.BROKEN]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"PK\x03\x04 broken", "a.docx", Unread.BROKEN),
        (b"%PDF-1.7 broken", "a.pdf", Unread.BROKEN),
        (b"no pdf", "a.pdf", Unread.BROKEN),
        (b"no picture", "a.jpg", Unread.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", Unread.ENCRYPTED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", Unread.UNKNOWN),
        (b"\x00\x01", "a.exe", Unread.UNKNOWN),
        (saved(docx.Document())[:3000], "a.docx", Unread.BROKEN),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, name: str, reason: Unread) -> None:
    assert reasons(read(content, name)) == [reason]
    assert [found.kind for found in scan_file(BytesIO(content), name)] == ["unreadable"]


def test_an_empty_file_holds_nothing() -> None:
    assert read(b"", "a.dat") == []


WHOLE = {"a.docx": saved(docx.Document()), "a.xlsx": saved(openpyxl.Workbook()), "a.jpg": photo()}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_no_damage_raises(name: str, data: st.DataObject) -> None:
    content = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(content[: data.draw(st.integers(1, len(content)))]), name)


def test_a_hundred_pages_are_read_in_time() -> None:
    content = hundred_pages()
    began = monotonic()
    scan_document(content)
    assert monotonic() - began < 3
