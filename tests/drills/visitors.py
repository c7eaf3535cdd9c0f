"""Citizens at a real server: they read the form, answer its sum, and send it, as a person or a program does."""

from __future__ import annotations

import re
from contextlib import closing
from html import unescape
from http.client import HTTPConnection
from typing import Any

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.feedback.citizen import TIP

FORM = "/feedback/tip/anonymous/"
#: Seconds for one answer.
PATIENCE = 60


class Visitor:
    """One form in a browser of its own. Raises OSError or HTTPException when the server does not answer."""

    def __init__(self, port: int, address: str, form: str = FORM, typed: dict[str, Any] = TIP) -> None:
        self.port, self.address, self.form, self.typed = port, address, form, typed
        self.read(self._ask("GET")[1])

    def read(self, page: str) -> None:
        """Take the hidden fields of a form that is shown, and answer its sum where it asks for one."""
        self.fields = fields_on(page)
        self.choices = re.findall(r'<select name="category".*?<option value="(\d+)"', page, re.DOTALL)

    def send(self) -> bool:
        """Whether a receipt came."""
        status, page = self.post()
        return status == 200 and "receipt-code" in page

    def post(self, **typed: Any) -> tuple[int, str]:
        """Status and page; sent again, it is the same form."""
        return self._ask("POST", {**self.typed, **self.fields, **typed})

    def _ask(self, method: str, fields: dict[str, Any] | None = None) -> tuple[int, str]:
        headers = {"X-Forwarded-For": self.address, "Content-Type": MULTIPART_CONTENT}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as link:
            link.request(method, self.form, encode_multipart(BOUNDARY, fields) if fields else b"", headers)
            answer = link.getresponse()
            return answer.status, answer.read().decode()


def fields_on(page: str) -> dict[str, str]:
    """The hidden fields of a form, and the answer to its sum where it asks for one."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    for first, second in re.findall(r"(\d+)\s*加\s*(\d+)", page)[:1]:
        fields["captcha-text"] = str(int(first) + int(second))
    return fields


def receipt_on(page: str) -> tuple[str, str] | None:
    """Code and secret, where the page shows a receipt to its end."""
    found = [re.search(rf'id="receipt-{name}"[^>]*>([^<]+)<', page) for name in ("code", "secret")]
    if not all(found) or "</html>" not in page:
        return None
    code, secret = (unescape(each.group(1)).strip() for each in found if each)
    return code, secret
