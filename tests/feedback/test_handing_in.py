"""Handing in: the form, the receipt, and that what was typed is never lost."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.cases.models import Term
from portal.feedback.attachments.keeping import opened, path_of
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.opening import content_of
from portal.feedback.contents.sealing import unseal_part
from portal.feedback.models import Part, Priority, State, Submission
from portal.feedback.receipts import open_receipt
from tests.factories import FormerNameFactory, RegionFactory, UnitFactory
from tests.feedback.citizen import CONTACT, TIP, Citizen, receipt_of, text_of

pytestmark = pytest.mark.django_db


def part(submission: Submission, name: Part.Name) -> Any:
    return unseal_part(office_key(submission), submission.parts.get(name=name))


def test_an_anonymous_tip_from_the_first_page_to_the_receipt() -> None:
    citizen, unit, region = Citizen(), UnitFactory(name="某市某局"), RegionFactory()
    links = {str(link.get("href")) for link in citizen.page("/feedback/").select("main a")}
    assert {"/feedback/tip/named/", "/feedback/tip/anonymous/", "/feedback/track/"} <= links
    category = Term.objects.get(taxonomy="violation", code="integrity.02")
    response = citizen.hand_in(region=region.pk, category=category.pk)
    code, secret = receipt_of(response)
    tip = Submission.objects.get()
    assert (tip.kind, tip.channel, tip.state, tip.is_named) == ("tip", "web", State.RECEIVED, False)
    assert (tip.unit, tip.region, tip.category) == (unit, region, category)
    assert [accused.unit for accused in tip.accused.all()] == [unit]
    content = content_of(tip, office_key(tip))
    assert (content.title, content.body) == (TIP["title"], TIP["body"])
    assert content.accused == {"unit": "某市某局", "name": "某某", "post": "科长", "rank": "t0"}
    assert not tip.parts.filter(name=Part.Name.CONTACT).exists()
    assert open_receipt(code, secret).submission == tip
    assert not response.cookies
    assert [entry.action for entry in AuditEntry.objects.filter(object_key=str(tip.pk))] == ["submission.receive"]


def test_a_named_inquiry_with_consent_in_english() -> None:
    citizen = Citizen("/en")
    topic = Term.objects.get(taxonomy="inquiry_type", code="question")
    fields = {**CONTACT, "asked_unit": "An unknown unit", "category": topic.pk, "consent": "yes", "tell_by": "email"}
    receipt_of(citizen.hand_in("/feedback/inquiry/named/", **fields))
    inquiry = Submission.objects.get()
    assert (inquiry.kind, inquiry.is_named, inquiry.consents_to_publish, inquiry.unit) == ("inquiry", True, True, None)
    assert part(inquiry, Part.Name.CONTACT) == {**CONTACT, "tell_by": "email", "language": "en"}
    assert part(inquiry, Part.Name.ACCUSED) == {"unit": "An unknown unit"}


def test_a_former_name_finds_the_unit_that_is_accused() -> None:
    former = FormerNameFactory(name="某市某局")
    receipt_of(Citizen().hand_in())
    assert Submission.objects.get().accused.get().unit == former.unit


def test_who_is_not_sure_which_unit_it_is_leaves_it_open() -> None:
    receipt_of(Citizen().hand_in(accused_unit=""))
    tip = Submission.objects.get()
    assert (tip.unit, tip.accused.count()) == (None, 0)
    assert part(tip, Part.Name.ACCUSED)["name"] == TIP["accused_name"]


def test_hidden_fields_that_are_no_fields_set_nothing() -> None:
    receipt_of(Citizen().hand_in(state="told", channel="phone", kind="inquiry", priority="2", consents_to_publish="on"))
    tip = Submission.objects.get()
    assert (tip.kind, tip.state, tip.channel, tip.consents_to_publish) == ("tip", "received", "web", False)
    # Nobody fills in a form in no time: it is looked at later.
    assert tip.priority == Priority.LOW


def test_who_takes_the_time_comes_in_turn() -> None:
    citizen = Citizen()
    fields = {**citizen.form(), **TIP}
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        receipt_of(citizen.client.post("/feedback/tip/anonymous/", fields))
    assert Submission.objects.get().priority == Priority.NORMAL


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "字" * 51),
        ("body", ""),
        ("body", "   \n\t "),
        ("body", "\u200b\u200d\u202e\u2066"),
        ("body", "字" * 6001),
        ("body", "长" * 300_000),
        ("accused_unit", "位" * 101),
        ("accused_name", "名" * 101),
        ("rank", "t99"),
        ("category", "0"),
        ("category", "x' or 1=1"),
        ("region", "-1"),
    ],
    ids=lambda value: value[:6] if isinstance(value, str) else None,
)
def test_an_error_keeps_what_was_typed(field: str, value: str) -> None:
    citizen = Citizen()
    response = citizen.hand_in(**{field: value})
    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    wrong = soup.select_one(f'[name="{field}"]')
    assert wrong is not None
    assert wrong["aria-invalid"] == "true"
    assert soup.select_one(f"#{str(wrong['aria-describedby']).split()[-1]}")
    body = soup.select_one('textarea[name="body"]')
    assert body is not None
    assert body.get_text().removeprefix("\n").replace("\r\n", "\n") == (value if field == "body" else TIP["body"])
    assert not Submission.objects.exists()
    hidden = {str(each["name"]): str(each["value"]) for each in soup.select('main form input[type="hidden"]')}
    receipt_of(citizen.client.post("/feedback/tip/anonymous/", {**hidden, **TIP}))


@pytest.mark.parametrize(
    "text",
    [
        "𠀀𪛖𬺰 扩展区汉字",
        "👨‍👩‍👧 家庭",
        "\u202eright to left\u202c",
        "a\u0301 e\u0301 as typed",
        "<script>alert(1)</script> {{ 7|add:7 }} {% now 'Y' %} ' or 1=1 --",
        "first\r\nsecond\r\nX-Header: a",
        "=HYPERLINK(1)\t@x",
        "  indented\n\n\nand spaced  ",
    ],
)
def test_every_character_is_kept_as_typed(text: str) -> None:
    response = Citizen().hand_in(body=text, title=text[:20].replace("\r", "").replace("\n", ""))
    receipt_of(response)
    assert "<script>alert" not in response.content.decode()
    assert part(Submission.objects.get(), Part.Name.BODY) == text.replace("\r\n", "\n")


def test_what_no_screen_shows_is_dropped_and_broken_bytes_are_marked() -> None:
    receipt_of(Citizen().hand_in(body="前\0后"))
    assert part(Submission.objects.get(), Part.Name.BODY) == "前后"
    citizen = Citizen()
    fields = {**citizen.form(), **TIP}
    body = "&".join(f"{name}={value}" for name, value in fields.items() if name != "body") + "&body=%ED%A0%80%FF"
    response = citizen.client.post("/feedback/tip/anonymous/", body, "application/x-www-form-urlencoded")
    assert response.status_code == 200


def test_six_thousand_characters_with_line_ends_fit() -> None:
    receipt_of(Citizen().hand_in(body=("字" * 99 + "\r\n") * 60))
    assert len(part(Submission.objects.get(), Part.Name.BODY)) == 6000


def test_the_language_is_changed_in_the_middle_and_the_text_stays() -> None:
    citizen = Citizen()
    form = citizen.page("/feedback/tip/named/").select_one("main form")
    assert form is not None
    switch = form.select_one('button[name="keep"]')
    assert switch is not None
    assert switch["formaction"] == "/en/feedback/tip/named/"
    fields = {**citizen.form("/feedback/tip/named/"), **TIP, **CONTACT, "title": "", "keep": "1"}
    response = citizen.client.post(str(switch["formaction"]), fields)
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.html is not None
    assert soup.html["lang"] == "en"
    kept = {str(each["name"]): str(each.get("value", "")) for each in soup.select("main form input")}
    assert kept["name"] == CONTACT["name"]
    assert kept["nonce"] == fields["nonce"]
    assert TIP["body"] in soup.select_one('textarea[name="body"]').get_text()  # type: ignore[union-attr]
    assert not soup.select(".form-field__errors")
    assert not Submission.objects.exists()


def test_a_form_that_was_open_for_days_keeps_the_text_and_goes_through_at_the_second_press() -> None:
    citizen = Citizen()
    fields = {**citizen.form(), **TIP}
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        response = citizen.client.post("/feedback/tip/anonymous/", fields)
        assert response.status_code == 422
        assert TIP["body"] in text_of(response)
        soup = BeautifulSoup(response.content, "html.parser")
        fresh = soup.select_one('input[name="nonce"]')
        assert fresh is not None
        receipt_of(citizen.client.post("/feedback/tip/anonymous/", {**fields, "nonce": fresh["value"]}))
    for forged in ("", "x", "A" * 5000, fields["nonce"][:-1] + "~", "字"):
        assert citizen.client.post("/feedback/tip/anonymous/", {**fields, "nonce": forged}).status_code == 422
    assert Submission.objects.count() == 1


def test_the_same_form_sent_again_gives_the_same_receipt_and_stores_nothing() -> None:
    citizen = Citizen()
    fields = {**citizen.form(), **TIP}
    first = citizen.client.post("/feedback/tip/anonymous/", fields)
    again = Citizen().client.post("/feedback/tip/anonymous/", {**fields, "body": "changed"})
    assert receipt_of(first) == receipt_of(again)
    assert part(Submission.objects.get(), Part.Name.BODY) == TIP["body"]
    assert AuditEntry.objects.filter(action="submission.receive").count() == 1


def test_ten_forms_in_ten_tabs_are_ten_submissions() -> None:
    citizen = Citizen()
    forms = [citizen.form() for _tab in range(10)]
    receipts = {
        receipt_of(citizen.client.post("/feedback/tip/anonymous/", {**form, **TIP})) for form in reversed(forms)
    }
    assert len(receipts) == 10
    assert Submission.objects.count() == 10


def test_attachments_are_sealed_on_disk_under_random_names() -> None:
    text = "账目明细".encode()
    response = Citizen().hand_in(attachments=[SimpleUploadedFile("账目.txt", text, "text/plain")])
    receipt_of(response)
    tip = Submission.objects.get()
    attachment = tip.attachments.get()
    raw = path_of(attachment.pk).read_bytes()
    assert text not in raw
    assert opened(office_key(tip), tip.pk, attachment.pk) == text
    assert path_of(attachment.pk).stat().st_mode & 0o777 == 0o600
    written = timezone.localtime().fromtimestamp(
        path_of(attachment.pk).stat().st_mtime, timezone.get_current_timezone()
    )
    assert (written.hour, written.minute) == (0, 0)


def test_files_that_cannot_be_taken_are_named_and_nothing_is_stored(settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 100
    for file in (
        SimpleUploadedFile("a.exe", b"MZ" + b"\0" * 50),
        SimpleUploadedFile("picture.jpg", b"<html><script>1</script>"),
        SimpleUploadedFile("empty.txt", b""),
        SimpleUploadedFile("large.txt", b"a" * 101),
    ):
        response = Citizen().hand_in(attachments=[file])
        assert response.status_code == 422, file.name
        assert str(file.name) in text_of(response)
        assert TIP["body"] in text_of(response)
    many = [SimpleUploadedFile(f"{number}.txt", b"a") for number in range(6)]
    assert Citizen().hand_in(attachments=many).status_code == 422
    assert not Submission.objects.exists()
    receipt_of(Citizen().hand_in(attachments=[SimpleUploadedFile("fits.txt", b"a" * 100)]))


def test_contact_details_are_asked_for_where_a_name_is_given() -> None:
    response = Citizen().hand_in("/feedback/tip/named/", name="举报人甲")
    assert response.status_code == 422
    assert Citizen().hand_in("/feedback/tip/named/", **{**CONTACT, "email": "", "tell_by": "email"}).status_code == 422
    assert Citizen().hand_in("/feedback/tip/named/", **{**CONTACT, "phone": "", "tell_by": "sms"}).status_code == 422
    receipt_of(Citizen().hand_in("/feedback/tip/named/", **CONTACT))
    # Without the choice of a name, a name is no field.
    receipt_of(Citizen().hand_in("/feedback/tip/anonymous/", **CONTACT))
    assert [tip.is_named for tip in Submission.objects.order_by("-is_named")] == [True, False]


@pytest.mark.parametrize("path", ["/feedback/tip/", "/feedback/tip/secret/", "/feedback/praise/named/"])
def test_other_ways_are_unknown(path: str) -> None:
    assert Citizen().client.get(path).status_code == 404


def test_without_a_valid_key_nothing_is_taken_and_the_page_says_so(settings: Any) -> None:
    citizen = Citizen()
    fields = {**citizen.form(), **TIP}
    settings.SEALING_PUBLIC_KEY = [settings.SEALING_PUBLIC_KEY[0] + "@2020-01-01"]
    response = citizen.client.post("/feedback/tip/anonymous/", fields)
    assert response.status_code == 503
    assert citizen.client.get("/feedback/tip/anonymous/").status_code == 503
    assert citizen.page("/feedback/").select('[role="alert"]')
    assert not Submission.objects.exists()
