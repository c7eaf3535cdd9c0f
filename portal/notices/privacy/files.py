"""What was found in the files of a page: its attachments, the documents that its text links, and its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NamedTuple

from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model

from portal.privacy.scan.documents import FileFinding
from portal.privacy.scan.findings import Kind
from portal.privacy.scan.kept import kept_findings, scan_and_keep


class ScannedFile(NamedTuple):
    """A file of a page, and what was found in it."""

    file: Any
    findings: list[FileFinding]


def files_of(instance: Model) -> Iterator[ScannedFile]:
    """Each file of the object, read once and remembered by its content."""
    documents, images = _numbers(instance)
    found: list[Any] = []
    if documents:
        found += get_document_model().objects.filter(pk__in=documents)
    if images:
        found += get_image_model().objects.filter(pk__in=images)
    hashes = {file.get_file_hash() if file.file_hash == "" else file.file_hash for file in found if _exists(file)}
    known = kept_findings(hashes)
    for file in found:
        findings = known.get(file.file_hash)
        yield ScannedFile(file, _read(file) if findings is None else findings)


def is_image(file: Any) -> bool:
    """Whether it is a picture, whose stored data can be taken out without a loss."""
    return isinstance(file, get_image_model())


def _exists(file: Any) -> bool:
    return bool(file.file and file.file.storage.exists(file.file.name))


def _read(file: Any) -> list[FileFinding]:
    """Scan it now; a file that is not in its place is one that could not be read."""
    try:
        with file.open_file() as opened:
            return scan_and_keep(file.file_hash, opened, PurePath(file.file.name).name)
    except OSError:
        return [FileFinding(Kind.UNREADABLE.value, "", "", "", "", "unread", "", "broken")]


def _numbers(instance: Model) -> tuple[set[int], set[int]]:
    """Keys of the documents and pictures that the stream fields refer to."""
    documents: set[int] = set()
    images: set[int] = set()
    document, image = get_document_model(), get_image_model()
    for field in instance._meta.concrete_fields:
        if not isinstance(field, StreamField):
            continue
        value = getattr(instance, field.name)
        for model, key, *_path in field.stream_block.extract_references(value):
            if model is document:
                documents.add(int(key))
            elif model is image:
                images.add(int(key))
    return documents, images
