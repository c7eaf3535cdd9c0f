"""Digits read aloud, in the language of the page, from clips of this machine."""

from __future__ import annotations

import wave
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone, translation

from portal.feedback.captcha import challenges, speech
from portal.feedback.captcha.fields import CaptchaField

RATE = 8000


@pytest.fixture
def clips(settings, tmp_path: Path) -> Path:
    """Chinese ones only."""
    with wave.open(str(tmp_path / "said.wav"), "wb") as said:
        said.setparams((1, 2, RATE, 0, "NONE", ""))
        said.writeframes(bytes([0, 64]) * 800)
    # Called as espeak-ng is: the sixth argument is the file to write.
    program = tmp_path / "say"
    program.write_text(f'#!/bin/sh\ncp {tmp_path}/said.wav "$6"\n')
    program.chmod(0o755)
    settings.CAPTCHA_CLIPS, settings.CAPTCHA_SPEECH_PROGRAM = tmp_path / "clips", str(program)
    call_command("make_digit_clips", "zh-hans", stdout=StringIO())
    return tmp_path / "clips"


def address(key: str, prefix: str = "") -> str:
    return f"{prefix}/feedback/captcha/{key}.wav"


@pytest.mark.django_db
def test_the_six_digits_are_heard_in_the_language_of_the_page(clips: Path, client: Client) -> None:
    key = challenges.new_key()
    response = client.get(address(key))
    assert response["Content-Type"] == "audio/wav" and "no-store" in response["Cache-Control"]
    with wave.open(BytesIO(response.content)) as file:
        assert file.getframerate() == RATE and file.getnframes() > challenges.LENGTH * 800
    assert client.get(address(key)).content != response.content
    assert client.get(address(key, "/en")).status_code == 404


@pytest.mark.django_db
def test_it_is_offered_only_where_it_can_be_heard(clips: Path, settings) -> None:
    settings.CAPTCHA = True
    field = CaptchaField()
    with translation.override("zh-hans"):
        assert "<audio" in field.widget.render("captcha", None)
    with translation.override("en"):
        page = field.widget.render("captcha", None)
        assert "<audio" not in page and "plus" in page


@pytest.mark.django_db
def test_what_was_solved_or_spent_is_not_read_aloud(clips: Path, client: Client) -> None:
    assert client.get(address("gone")).status_code == 404
    challenges.spend("work-1", timezone.now() + timedelta(hours=1))
    assert client.get(address("work-1")).status_code == 404


def test_a_voice_that_lacks_a_digit_is_not_used(clips: Path) -> None:
    assert speech.is_spoken("zh-hans")
    speech._speakers.cache_clear()
    for speaker in "abc":
        (clips / "zh-hans" / speaker / "7.wav").unlink()
    assert not speech.is_spoken("zh-hans")
    speech._speakers.cache_clear()


def test_without_a_speech_program_that_is_said(settings, tmp_path: Path, capsys) -> None:
    settings.CAPTCHA_SPEECH_PROGRAM, settings.CAPTCHA_CLIPS = str(tmp_path / "none"), tmp_path
    with pytest.raises(CommandError, match="No speech program"):
        call_command("make_digit_clips")
    call_command("make_digit_clips", if_possible=True)
    assert "No speech program" in capsys.readouterr().out
