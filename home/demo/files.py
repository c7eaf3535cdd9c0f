"""Small files made in memory: pictures, and attachments in the usual forms."""

from collections.abc import Callable
from io import BytesIO
from random import Random

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from docx import Document
from openpyxl import Workbook
from PIL import Image, ImageDraw

from home.demo.drafts import Draft
from portal.content.models import PortalDocument, PortalImage

WIDTH, HEIGHT = 1200, 630
PALETTES = (("#7a1f1f", "#c8553d", "#f2c57c"), ("#12355b", "#3f88c5", "#a8dadc"), ("#2f4b26", "#6a994e", "#e9c46a"))


def picture(draft: Draft) -> PortalImage:
    """An abstract banner or chart in the colours of the season; it tells nothing that the text does not."""
    random = Random(draft.title)  # noqa: S311 (sample pictures, no secrets)
    dark, middle, light = random.choice(PALETTES)
    image = Image.new("RGB", (WIDTH, HEIGHT), dark)
    canvas = ImageDraw.Draw(image)
    if draft.warning is None:
        for place in range(7):
            top = random.randint(120, 470)
            colour = light if place == 3 else middle
            canvas.rectangle((110 + place * 145, top, 200 + place * 145, HEIGHT - 70), fill=colour)
        canvas.line((90, HEIGHT - 70, WIDTH - 90, HEIGHT - 70), fill=light, width=5)
    else:
        canvas.ellipse((820, 70, 1060, 310), fill=light)
        for layer, colour in enumerate((middle, dark, middle)):
            points = [(x * 120, 330 + layer * 90 + random.randint(-45, 45)) for x in range(11)]
            canvas.polygon([(0, HEIGHT), *points, (WIDTH, HEIGHT)], fill=colour)
    content = BytesIO(_bytes(lambda stream: image.save(stream, "PNG", optimize=True)))
    stored = PortalImage(title=f"配图：{draft.title}"[:255], file=ImageFile(content, name="banner.png"))
    stored.save()
    return stored


def attachment(draft: Draft, kind: str) -> PortalDocument:
    """The notice, or its table, as a file to download."""
    names = {"pdf": "通报全文", "docx": "整改情况报告表", "xlsx": "检查情况统计表"}
    stored = PortalDocument(title=f"附件：{names[kind]}")
    stored.file.save(f"attachment.{kind}", ContentFile(MAKERS[kind](draft)), save=True)
    # Readers are told its size. Wagtail's forms note it when they store a file; nobody filled in one here.
    stored.get_file_size()
    return stored


def _bytes(write: Callable[[BytesIO], object]) -> bytes:
    stream = BytesIO()
    write(stream)
    return stream.getvalue()


def _docx(draft: Draft) -> bytes:
    document = Document()
    document.add_heading(draft.title, level=1)
    document.add_paragraph(draft.summary)
    table = document.add_table(rows=4, cols=3)
    for place, text in enumerate(("整改事项", "责任单位", "完成时限")):
        table.cell(0, place).text = text
    for row, text in enumerate(("完善制度", "清退资金", "警示教育"), start=1):
        table.cell(row, 0).text = text
    return _bytes(document.save)


def _xlsx(draft: Draft) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "统计表"
    for kind, value in draft.blocks:
        for row in value["data"] if kind == "table" else ():
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    return _bytes(book.save)


def _pdf(draft: Draft) -> bytes:
    """One page; the font is one that every reader has for Chinese, so nothing is embedded."""
    text = draft.title + "。" + draft.summary
    lines = [text[start : start + 28] for start in range(0, len(text), 28)][:30]
    # A surrogate pair does not fit the two-byte encoding; the words of this site have none.
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
    content = f"BT /F1 15 Tf 26 TL 72 740 Td\n{shown}ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    )
    body, offsets = b"%PDF-1.4\n", []
    for number, content_of in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content_of)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + head + table + trailer


MAKERS: dict[str, Callable[[Draft], bytes]] = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}
