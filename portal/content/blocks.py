"""The blocks of a notice's body: few, semantic, each with a template of its own."""

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


class ParagraphBlock(blocks.RichTextBlock):
    """One or several paragraphs of text."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "content/blocks/paragraph.html"


class QuoteBlock(blocks.StructBlock):
    """Words quoted from a rule or a speech, with their source."""

    text = blocks.TextBlock(label=_("Quoted text"))
    source = blocks.CharBlock(label=_("Source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "content/blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    """A picture with its text alternative and a caption."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "content/blocks/figure.html"


class DataTableBlock(TableBlock):
    """A small table; the first row holds the headings."""

    class Meta:
        icon = "table"
        label = _("Table")
        template = "content/blocks/table.html"


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

    document = DocumentChooserBlock(label=_("Document"))

    class Meta:
        label = _("Attachments")
