"""What a citizen does in a browser, without cookies and scripts."""

import re
from html import unescape
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

TIP = {
    "accused_unit": "某市某局",
    "accused_name": "某某",
    "accused_post": "科长",
    "rank": "t0",
    "title": "关于某局违规收礼的反映",
    "body": "2026年春节期间，其多次收受管理服务对象所送礼品。",
    "is_true": "on",
}
CONTACT = {"name": "举报人甲", "phone": "13800000000", "email": "citizen@example.org"}


class Citizen:
    """A browser of its own; ``client`` keeps no cookie unless the site sets one, which is an error."""

    def __init__(self, language: str = "", **headers: Any) -> None:
        self.client = Client(enforce_csrf_checks=True, **headers)
        self.language = language

    def page(self, path: str) -> BeautifulSoup:
        response = self.client.get(self.language + path)
        assert response.status_code == 200
        assert not response.cookies
        return BeautifulSoup(response.content, "html.parser")

    def form(self, path: str = "/feedback/tip/anonymous/") -> dict[str, Any]:
        """The hidden fields of a form."""
        form = self.page(path).select_one("main form")
        assert form is not None
        return {str(field["name"]): str(field.get("value", "")) for field in form.select('input[type="hidden"]')}

    def hand_in(self, path: str = "/feedback/tip/anonymous/", **fields: Any) -> Any:
        return self.client.post(self.language + path, {**self.form(path), **TIP, **fields})

    def track(self, code: str, secret: str, **fields: Any) -> Any:
        return self.client.post(self.language + "/feedback/track/", {"code": code, "secret": secret, **fields})

    def press(self, page: Any, do: str, **fields: Any) -> Any:
        """A button of the status page."""
        soup = BeautifulSoup(page.content, "html.parser")
        button = soup.select_one(f'button[value="{do}"]')
        assert button is not None, do
        form = button.find_parent("form")
        hidden = {field["name"]: field.get("value", "") for field in form.select('input[type="hidden"]')}
        return self.client.post(self.language + "/feedback/track/", {**hidden, "do": do, **fields})


def receipt_of(response: Any) -> tuple[str, str]:
    """Code and secret as the receipt page shows them."""
    assert response.status_code == 200, text_of(response)
    soup = BeautifulSoup(response.content, "html.parser")
    found = [soup.select_one(f"#receipt-{name}") for name in ("code", "secret")]
    assert all(found), text_of(response)
    code, secret = (field.get_text() for field in found if field)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4})", code)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", secret)
    return code, secret


def text_of(response: Any) -> str:
    return unescape(BeautifulSoup(response.content, "html.parser").get_text(" "))
