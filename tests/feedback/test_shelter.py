"""What citizens' pages never do: keep an address, set a cookie, ask another site, leave a page behind."""

import io
import logging
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers import serialize
from django.db import models

from portal.feedback.contents.keys import office_key
from portal.feedback.contents.opening import content_of
from portal.feedback.models import Submission
from portal.privacy.sealing import NoSealingKey
from tests.factories import SubmissionFactory
from tests.feedback.citizen import CONTACT, TIP, Citizen, receipt_of

pytestmark = pytest.mark.django_db

PAGES = [
    "/feedback/",
    "/feedback/tip/named/",
    "/feedback/tip/anonymous/",
    "/feedback/inquiry/named/",
    "/feedback/inquiry/anonymous/",
    "/feedback/track/",
    "/feedback/received/",
]
ADDRESS, AGENT = "203.0.113.77", "NEEDLE-AGENT"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_headers_and_cookies(language: str, path: str) -> None:
    response = Citizen().client.get(language + path)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "unsafe" not in policy
    assert not response.cookies
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select_one(f'a[href="{language}/feedback/leave/"]')
    loaded = [str(each.get("src") or each.get("href")) for each in soup.select("[src], link[rel=stylesheet]")]
    assert loaded
    assert all(address.startswith("/") for address in loaded)
    assert not soup.select("[style], style, script:not([src]):not([type='application/ld+json'])")


def test_the_quick_exit_clears_and_leads_away(settings: Any) -> None:
    settings.QUICK_EXIT_URL = "https://weather.example/"
    response = Citizen().client.get("/feedback/leave/")
    assert (response.status_code, response["Location"]) == (303, "https://weather.example/")
    assert '"cache"' in response["Clear-Site-Data"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": "null"}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
    ],
)
def test_forms_of_other_sites_are_refused_and_ours_need_no_cookie(headers: dict[str, str], status: int) -> None:
    citizen = Citizen()
    response = citizen.client.post("/feedback/tip/anonymous/", {**citizen.form(), **TIP}, headers=headers)
    assert response.status_code == status
    assert Submission.objects.count() == (status == 200)


class CutOff(io.BytesIO):
    """What is left of a connection that ended in the middle."""

    def read(self, size: int | None = -1) -> bytes:
        raise ConnectionResetError


def test_a_form_that_came_by_half_is_not_looked_at_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    citizen = Citizen()
    typed = {**citizen.form(), **TIP}
    response = citizen.client.post("/feedback/tip/anonymous/", typed, **{"wsgi.input": CutOff()})  # type: ignore[arg-type]
    assert response.status_code == 408
    assert not Submission.objects.exists()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_no_trace_of_the_citizen_anywhere(
    settings: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settings.SEALED_DIR = tmp_path
    caplog.set_level(logging.DEBUG)
    citizen = Citizen(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT, HTTP_X_FORWARDED_FOR=ADDRESS)
    file = SimpleUploadedFile("NEEDLE-NAME.txt", b"NEEDLE-CONTENT")
    fields = {**CONTACT, "name": "NEEDLE-PERSON", "body": "NEEDLE-BODY", "attachments": [file]}
    response = citizen.hand_in("/feedback/tip/named/", **fields)
    code, secret = receipt_of(response)
    citizen.press(citizen.track(code, secret), "write", text="NEEDLE-MESSAGE")
    citizen.track(code, "0" * 16)
    citizen.hand_in("/feedback/tip/named/", title="", body="NEEDLE-BODY")
    dump = io.StringIO()
    for model in apps.get_models():
        dump.write(serialize("json", model._default_manager.all()))
    dump.write(repr([getattr(caches[name], "_cache", {}) for name in ("default", "pages")]))
    dump.write(caplog.text + "".join(capfd.readouterr()))
    kept = dump.getvalue() + "".join(path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*.*"))
    assert "submission.receive" in kept
    for needle in (ADDRESS, AGENT, "NEEDLE", code, secret, code.replace("-", ""), secret.replace("-", "")):
        assert needle not in kept


def test_no_column_of_feedback_could_hold_an_address_a_device_or_a_time_of_receipt() -> None:
    citizens = {"Submission", "Receipt", "Part", "Message", "Attachment", "WrappedKey", "AccusedUnit", "Rating"}
    for model in apps.get_app_config("feedback").get_models():
        for field in model._meta.get_fields():
            words = set(field.name.split("_"))
            assert not words & {"ip", "agent", "device", "address", "referer", "session", "cookie"}, field
            assert not isinstance(field, models.GenericIPAddressField), field
            if model.__name__ in citizens:
                assert not isinstance(field, models.DateTimeField | models.TimeField), field


def test_the_public_process_takes_in_and_answers_without_any_private_key(settings: Any) -> None:
    own = settings.SEALING_PRIVATE_KEYS
    settings.SEALING_PRIVATE_KEYS = []
    citizen = Citizen()
    code, secret = receipt_of(citizen.hand_in("/feedback/tip/named/", **CONTACT))
    page = citizen.track(code, secret)
    assert citizen.press(page, "write", text="补充").status_code == 200
    tip = Submission.objects.get()
    with pytest.raises(NoSealingKey):
        office_key(tip)
    # The staff process, on another host.
    settings.SEALING_PRIVATE_KEYS = own
    assert content_of(tip, office_key(tip)).body == TIP["body"]


def test_large_uploads_never_touch_a_disk(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a temporary file was asked for")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", refuse)
    settings.ATTACHMENT_MAX_BYTES = 3 << 20
    large = SimpleUploadedFile("large.txt", b"a" * (3 << 20))
    receipt_of(Citizen().hand_in(attachments=[large]))
    too_large = SimpleUploadedFile("large.txt", b"a" * ((3 << 20) + 1))
    assert Citizen().hand_in(attachments=[too_large]).status_code == 422


def test_a_receipt_opens_one_submission_and_nothing_else() -> None:
    one, other = SubmissionFactory(talk=[("office", "甲的消息")]), SubmissionFactory(talk=[("office", "乙的消息")])
    page = Citizen().track(one.codes.code, one.codes.secret).content.decode()
    assert "甲的消息" in page
    assert "乙的消息" not in page
    assert str(other.pk) not in page
    assert str(one.pk) not in page
