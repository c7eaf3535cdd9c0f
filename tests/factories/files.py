"""Uploaded files."""

import wagtail_factories
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection


def _root_collection() -> Collection:
    return Collection.get_first_root_node() or Collection.add_root(name="Root")


class ImageFactory(wagtail_factories.ImageFactory):
    """A small real picture, in the root collection."""

    class Meta:
        model = get_image_model()

    title = "一张图片"
    collection = wagtail_factories.factories.factory.LazyFunction(_root_collection)


class DocumentFactory(wagtail_factories.DocumentFactory):
    """A small file, in the root collection."""

    class Meta:
        model = get_document_model()

    title = "附件：整改清单"
    collection = wagtail_factories.factories.factory.LazyFunction(_root_collection)
