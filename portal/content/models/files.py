"""Images and documents of our own, decided before the first migration so that fields can be added later."""

from typing import ClassVar

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image


class PortalImage(AbstractImage):
    """A picture. Whether the public may see it follows from the pages that show it (`portal.content.access`)."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_image", "Can choose image")]

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """One size as a file in memory; the temporary file that Wagtail would leave open is closed here."""
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


class PortalRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once_per_size")
        ]
        # Each request for a picture starts from its path.
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["file"], name="rendition_by_path")]


class PortalDocument(AbstractDocument):
    """A file to download. Whether the public may have it follows from the pages that link it."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_document", "Can choose document")]
