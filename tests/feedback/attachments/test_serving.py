"""A file on its way to staff can do nothing in the browser."""

from __future__ import annotations

import pytest

from portal.feedback.attachments.kinds import FileKind
from portal.feedback.attachments.serving import file_response


@pytest.mark.parametrize("kind", list(FileKind))
def test_no_file_runs_in_the_browser_or_stays_there(kind: FileKind) -> None:
    response = file_response(b"<script>alert(1)</script>", kind, "照片.x")
    assert response["X-Content-Type-Options"] == "nosniff" and "html" not in response["Content-Type"]
    assert (
        "sandbox" in response["Content-Security-Policy"] and "default-src 'none'" in response["Content-Security-Policy"]
    )
    assert response["Cache-Control"] == "private, no-store" and response["Content-Disposition"].startswith("attachment")


def test_only_pictures_are_shown_in_the_page() -> None:
    assert file_response(b"", FileKind.JPEG, "a.jpg", is_shown=True)["Content-Disposition"].startswith("inline")
    assert file_response(b"", FileKind.PDF, "a.pdf", is_shown=True)["Content-Disposition"].startswith("attachment")


def test_a_name_breaks_no_header() -> None:
    disposition = file_response(b"", FileKind.PDF, '照"片.pdf')["Content-Disposition"]
    assert "\n" not in disposition and "filename*=utf-8''" in disposition
