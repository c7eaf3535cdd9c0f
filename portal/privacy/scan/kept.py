"""Scans of files that are made once and kept by the hash of the content."""

from __future__ import annotations

from typing import BinaryIO

from portal.privacy.models import FileScan
from portal.privacy.scan.documents import FileFinding, scan_file

#: Raise it when detectors or readers change, so that files are scanned anew.
VERSION = 1


def kept_findings(hashes: set[str]) -> dict[str, list[FileFinding]]:
    """What is known of these files."""
    rows = FileScan.objects.filter(file_hash__in=hashes, version=VERSION) if hashes else ()
    return {row.file_hash: [FileFinding(*values) for values in row.findings] for row in rows}


def scan_and_keep(file_hash: str, file: BinaryIO, name: str) -> list[FileFinding]:
    """Scan a file and remember what was found."""
    found = scan_file(file, name)
    FileScan.objects.update_or_create(
        file_hash=file_hash, defaults={"version": VERSION, "findings": [list(finding) for finding in found]}
    )
    return found


def forget(file_hash: str) -> None:
    """The file is gone, and with it what was found in it."""
    FileScan.objects.filter(file_hash=file_hash).delete()
