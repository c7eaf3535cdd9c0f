"""The blocks of a notice's body: few, semantic, each with a template of its own."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

#: What an official text needs; no colours, sizes or raw HTML.
PARAGRAPH_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    """A heading inside the text (一、…). The page's own title is not repeated here."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "content/blocks/heading.html"
        description = _("A heading inside the text. Three or more of them make a list of contents.")
        preview_value = "一、违规收受礼品礼金问题"


class ParagraphBlock(blocks.RichTextBlock):
    """One or several paragraphs of text."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "content/blocks/paragraph.html"
        description = _("Paragraphs, lists and links. Paste plain text; foreign formatting is dropped.")
        preview_value = (
            "<p>经查，时任局长王某某违规收受礼金2.9万元，受到<b>党内严重警告</b>处分。</p><ul><li>已收缴。</li></ul>"
        )


class QuoteBlock(blocks.StructBlock):
    """Words quoted from a rule or a speech, with their source."""

    text = blocks.TextBlock(label=_("Quoted text"))
    source = blocks.CharBlock(label=_("Source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "content/blocks/quote.html"
        description = _("Words quoted from a rule or a speech, with their source.")
        preview_value: ClassVar[dict[str, str]] = {
            "text": "坚持抓早抓小、防微杜渐。",
            "source": "《中国共产党问责条例》",
        }


class FigureBlock(blocks.StructBlock):
    """A picture with its text alternative and a caption."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "content/blocks/figure.html"
        description = _(
            "A picture with a text for those who do not see it. Never one in which a private person is known."
        )
        preview_template = "content/previews/figure.html"


class DataTableBlock(TableBlock):
    """A small table; the first row holds the headings."""

    class Meta:
        icon = "table"
        label = _("Table")
        template = "content/blocks/table.html"
        description = _("A small table; its first row names the columns. Large ones are better attached as a file.")
        preview_value: ClassVar[dict[str, Any]] = {
            "data": [["处理形式", "人数"], ["诫勉", "12"], ["党内警告", "3"]],
            "table_caption": "处理情况",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
        }


class BodyBlock(blocks.StreamBlock):
    """Everything that the body of a notice may hold."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=PARAGRAPH_FEATURES)
    quote = QuoteBlock()
    figure = FigureBlock()
    table = DataTableBlock()

    class Meta:
        label = _("Body")


class AttachmentsBlock(blocks.StreamBlock):
    """Files to download beside the text."""

    document = DocumentChooserBlock(
        label=_("Document"),
        description=_("A file to download; readers see its title, kind and size. It is public once the notice is."),
    )

    class Meta:
        label = _("Attachments")
