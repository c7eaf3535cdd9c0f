"""Challenges: not to be foreseen, good for one try, and never asked twice for one text."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from captcha.models import CaptchaStore
from django import forms
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict

from portal.feedback.captcha import challenges, passes
from portal.feedback.captcha.fields import CaptchaField

NONCE = "a random value of the form"


class Tip(forms.Form):
    text = forms.CharField(max_length=10)
    captcha = CaptchaField(form_value="nonce")


@pytest.fixture(autouse=True)
def _asked(settings) -> None:
    settings.CAPTCHA = True


def posted(key: str, answer: str, *, text: str = "text", nonce: str = NONCE, **more: str) -> Tip:
    return Tip({"text": text, "nonce": nonce, "captcha-key": key, "captcha-text": answer, **more})


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["{}", " {} ", "wide"])
def test_the_digits_as_people_type_them(typed: str) -> None:
    key = challenges.new_key()
    wide = challenges.digits(key).translate({ord(str(number)): 0xFF10 + number for number in range(10)})
    assert posted(key, wide if typed == "wide" else typed.format(" ".join(challenges.digits(key)))).is_valid()


@pytest.mark.django_db
def test_the_sum_instead_of_the_digits() -> None:
    key = challenges.new_key()
    first, second = challenges._summands(key)
    with translation.override("zh-hans"):
        assert str(first) in challenges.question(key) and str(second) in challenges.question(key)
    assert challenges.question(key) == challenges.question(key)
    assert posted(key, str(first + second)).is_valid()


@pytest.mark.parametrize(
    ("typed", "number"),
    [("六十八", "68"), ("十三", "13"), ("二十", "20"), ("七", "7"), ("六八", "68"), ("四十九十", ""), ("x", "")],
)
def test_han_numerals(typed: str, number: str) -> None:
    assert challenges._number(typed) == number


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["", "000000", "-", "' OR 1=1"])
def test_a_wrong_answer_ends_the_challenge(answer: str) -> None:
    """Who guesses has one try for each picture."""
    key = challenges.new_key()
    right = challenges.digits(key)
    assert not posted(key, answer).is_valid()
    assert posted(key, right).is_valid() is (answer == "" or challenges._number(answer) == "")


@pytest.mark.django_db
def test_a_solved_one_serves_once() -> None:
    key = challenges.new_key()
    right = challenges.digits(key)
    assert posted(key, right).is_valid()
    assert "captcha" in posted(key, right, nonce="another form").errors


@pytest.mark.django_db
def test_a_stale_one_is_asked_anew_and_the_text_is_kept() -> None:
    key = challenges.new_key()
    right = challenges.digits(key)
    with time_machine.travel(timezone.now() + timedelta(minutes=241)):
        form = posted(key, right, text="kept")
        assert not form.is_valid()
        page = str(form)
    assert "kept" in page and key not in page and 'name="captcha-key"' in page


@pytest.mark.django_db
def test_an_error_elsewhere_keeps_the_solved_state() -> None:
    key = challenges.new_key()
    form = posted(key, challenges.digits(key), text="much too long a text")
    assert not form.is_valid() and set(form.errors) == {"text"}
    assert form.fields["captcha"].widget.held in str(form["captcha"]) and "captcha-key" not in str(form["captcha"])
    again = {"captcha-held": form.fields["captcha"].widget.held}
    assert posted("", "", **again).is_valid()
    # The same request once more, after a crash: the same form, so the same submission.
    assert posted("", "", **again).is_valid()


@pytest.mark.django_db
def test_a_pass_serves_no_other_form() -> None:
    held = passes.issue(NONCE)
    assert NONCE not in held
    assert posted("", "", **{"captcha-held": held}).is_valid()
    assert not posted("", "", nonce="another", **{"captcha-held": held}).is_valid()
    assert not posted("", "", **{"captcha-held": held + "x"}).is_valid()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert not posted("", "", **{"captcha-held": held}).is_valid()


@pytest.mark.django_db
def test_a_form_without_a_value_of_its_own_gets_no_pass() -> None:
    key = challenges.new_key()
    form = posted(key, challenges.digits(key), nonce="")
    assert form.is_valid() and form.fields["captcha"].widget.held == ""
    assert not posted("", "", nonce="", **{"captcha-held": passes.issue("")}).is_valid()


@pytest.mark.django_db
def test_another_picture_without_a_script() -> None:
    key = challenges.new_key()
    form = posted(key, "", **{"captcha-another": "1"})
    assert not form.is_valid() and form.errors.as_data()["captcha"][0].code == "another"
    assert key not in str(form["captcha"])


@pytest.mark.django_db
def test_the_enter_key_presses_the_first_button_and_means_the_last() -> None:
    key = challenges.new_key()
    assert posted(key, challenges.digits(key), **{"captcha-another": "1"}).is_valid()


@pytest.mark.django_db
def test_ten_forms_in_ten_tabs() -> None:
    keys = [challenges.new_key() for _tab in range(10)]
    answers = [challenges.digits(key) for key in keys]
    assert all(posted(key, answer, nonce=key).is_valid() for key, answer in zip(keys, answers, strict=True))


@pytest.mark.django_db
def test_old_ones_are_forgotten() -> None:
    for key, ends in (("used", timedelta(minutes=1)), ("old", timedelta(seconds=-1))):
        challenges.spend(key, timezone.now() + ends)
    challenges.forget_old()
    assert CaptchaStore.objects.get().hashkey == "used"


@pytest.mark.django_db
def test_the_check_is_off_only_by_a_setting(settings) -> None:
    settings.CAPTCHA = False
    assert posted("", "").is_valid() and str(Tip()["captcha"]).strip() == ""


@pytest.mark.django_db
def test_what_the_field_shows_is_reachable_without_eyes_and_mouse() -> None:
    page = str(posted("", "")["captcha"])
    assert 'aria-invalid="true"' in page and 'id="id_captcha-text"' in page and 'alt="' in page
    assert 'aria-describedby="id_captcha-ways id_captcha_error"' in page
    assert str(Tip()["captcha"].label_tag()).count('for="id_captcha-text"') == 1


# Threads


@pytest.mark.django_db(transaction=True)
def test_two_posts_at_once_with_one_solved_captcha() -> None:
    """Exactly one passes, whichever it is."""
    for _round in range(5):
        key = challenges.new_key()
        right, barrier, passed = challenges.digits(key), threading.Barrier(4), []

        def post(key: str = key, right: str = right, barrier=barrier, passed: list[bool] = passed) -> None:
            barrier.wait(10)
            try:
                passed.append(challenges.take(key, right))
            finally:
                connection.close()

        threads = [threading.Thread(target=post) for _number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(passed) == [False, False, False, True]


@pytest.mark.django_db(transaction=True)
def test_challenges_cannot_be_foreseen_while_pictures_are_drawn() -> None:
    """The package's pictures seed the generator of the whole process; ours come from elsewhere."""
    key = challenges.new_key()
    address, done = reverse("captcha_picture", args=[key]), threading.Event()

    def hammer() -> None:
        client = Client()
        try:
            while not done.is_set():
                assert client.get(address).status_code == 200
        finally:
            connection.close()

    threads = [threading.Thread(target=hammer) for _number in range(4)]
    for thread in threads:
        thread.start()
    drawn = {challenges.digits(challenges.new_key()) for _number in range(3000)}
    done.set()
    for thread in threads:
        thread.join(30)
    assert len(drawn) >= 2900


# Pictures


@pytest.mark.django_db
def test_a_challenge_is_no_row_until_it_is_answered(client: Client) -> None:
    address = reverse("captcha_picture", args=[challenges.new_key()])
    # Several different pictures of the same digits would give them away.
    assert client.get(address).content == client.get(address).content
    assert CaptchaStore.objects.count() == 0


@pytest.mark.django_db
def test_the_picture_is_drawn_here_and_kept_nowhere(client: Client) -> None:
    response = client.get(reverse("captcha_picture", args=[challenges.new_key()]))
    assert response["Content-Type"] == "image/png" and "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
def test_the_picture_of_another_time_is_gone(client: Client) -> None:
    key = challenges.new_key()
    for other in ("0" * 40, key + "x", key.swapcase()):
        assert client.get(reverse("captcha_picture", args=[other])).status_code == 410
    with time_machine.travel(timezone.now() + timedelta(minutes=241)):
        assert client.get(reverse("captcha_picture", args=[key])).status_code == 410


def test_hostile_parts_of_an_answer() -> None:
    field = CaptchaField(form_value="nonce")
    value = field.widget.value_from_datadict(MultiValueDict({"captcha-key": ["a", "b"]}), {}, "captcha")
    assert value.key == "b" and value.text == ""
