"""A session that ends while somebody types takes nothing away: the texts are shown once more, and kept nowhere."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

DRAFT = "来信收悉。经核实，该窗口已增至六个，办理时间缩短。<b>请查收</b>"
FORM = "/admin/feedback/00000000-0000-4000-8000-000000000000/"


@pytest.fixture
def signed_out(client: Client, editor: User) -> Client:
    """Signed in two hours ago, and not seen since."""
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        client.force_login(editor)
        client.get("/admin/")
    return client


def test_the_text_comes_back(signed_out: Client) -> None:
    blocks = json.dumps({"blocks": [{"text": "第一段"}, {"text": "第二段"}], "entityMap": {}})
    answer = signed_out.post(FORM, {"text": DRAFT, "body": blocks, "unit": "12", "password": "不可再次显示的口令"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "&lt;b&gt;请查收&lt;/b&gt;" in page and "<b>请查收" not in page
    assert "第一段\n第二段" in page
    assert "口令" not in page.partition('id="main"')[2]
    assert "no-store" in answer["Cache-Control"]
    # Who sends it again without signing in loses it no more than at first.
    assert "请查收" in signed_out.post(FORM, {"text": DRAFT}).content.decode()


def test_a_press_of_a_button_leads_to_the_door(signed_out: Client) -> None:
    answer = signed_out.post(FORM, {"action": "take"})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")


def test_without_the_token_of_the_form_nothing_is_shown(editor: User) -> None:
    answer = Client(enforce_csrf_checks=True).post(FORM, {"text": DRAFT})
    assert answer.status_code == 403
    assert "请查收" not in answer.content.decode()


def test_a_script_is_refused_as_ever(signed_out: Client) -> None:
    answer = signed_out.post(FORM, {"text": DRAFT}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 403
    assert "请查收" not in answer.content.decode()


def test_signing_in_wrongly_shows_no_password(client: Client, editor: User) -> None:
    answer = client.post("/admin/login/", {"username": editor.username, "password": "不是这个口令啊不是的"})
    assert answer.status_code == 200
    assert "不是这个口令" not in answer.content.decode()
