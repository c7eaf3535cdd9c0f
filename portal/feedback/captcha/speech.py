"""Digits read aloud, joined from clips of single digits that lie on this machine. Nothing is asked of anybody else.

The clips are ``<folder>/<language>/<speaker>/<digit>.wav``, mono, 16 bit, all of a language at one rate: recorded, or
made once by ``make_digit_clips`` where a speech program is installed.
"""

from __future__ import annotations

import random
import secrets
import shutil
import subprocess
import wave
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy
from django.conf import settings

from portal.feedback.captcha.challenges import DIGITS

#: Voices of espeak-ng; three of a language, so that no recording can be compared byte by byte.
VOICES = {
    "zh-hans": {"a": "cmn", "b": "cmn+f2", "c": "cmn+m3"},
    "en": {"a": "en-gb", "b": "en-gb+f2", "c": "en-us+m3"},
}
_HAN = dict(zip(DIGITS, "二三四五六七八九", strict=True))
_SECONDS = 20


def is_spoken(language: str) -> bool:
    """Whether there are clips of this language."""
    return bool(_speakers(settings.CAPTCHA_CLIPS, language))


def spoken(digits: str, language: str) -> bytes:
    """A WAV of the digits in one voice, with pauses that differ and a soft hiss."""
    clips, rate = _clips(settings.CAPTCHA_CLIPS, language, secrets.choice(_speakers(settings.CAPTCHA_CLIPS, language)))
    chance = random.SystemRandom()
    pieces = [numpy.zeros(rate // 3, dtype=numpy.int16)]
    for digit in digits:
        pieces += [clips[digit], numpy.zeros(int(rate * chance.uniform(0.35, 0.7)), dtype=numpy.int16)]
    sound = numpy.concatenate(pieces).astype(numpy.int32)
    hiss = numpy.random.default_rng(secrets.randbits(64)).normal(0, 120, len(sound))
    sound = numpy.clip(sound * chance.uniform(0.75, 1.0) + hiss, -32768, 32767).astype("<i2")
    file = BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(rate)
        written.writeframes(sound.tobytes())
    return file.getvalue()


def speech_program() -> str | None:
    """espeak-ng, which knows Mandarin and English, where it is installed."""
    return shutil.which(settings.CAPTCHA_SPEECH_PROGRAM)


def make_clips(program: str, language: str) -> int:
    """Have every digit said by every voice of a language; how many clips that made."""
    made = 0
    for speaker, voice in VOICES[language].items():
        folder = Path(settings.CAPTCHA_CLIPS) / language / speaker
        folder.mkdir(parents=True, exist_ok=True)
        for digit in DIGITS:
            said = _HAN[digit] if language == "zh-hans" else digit
            command = [program, "-v", voice, "-s", "130", "-w", str(folder / f"{digit}.wav"), said]
            subprocess.run(command, check=True, timeout=_SECONDS, capture_output=True)  # noqa: S603
            made += 1
    _speakers.cache_clear()
    _clips.cache_clear()
    return made


@lru_cache(maxsize=16)
def _speakers(folder: Path, language: str) -> tuple[str, ...]:
    """Those who say every digit."""
    return tuple(
        sorted(
            speaker.name
            for speaker in (Path(folder) / language).glob("*")
            if all((speaker / f"{digit}.wav").is_file() for digit in DIGITS)
        )
    )


@lru_cache(maxsize=16)
def _clips(folder: Path, language: str, speaker: str) -> tuple[dict[str, numpy.ndarray], int]:
    clips, rate = {}, 0
    for digit in DIGITS:
        with wave.open(str(Path(folder) / language / speaker / f"{digit}.wav"), "rb") as file:
            rate = file.getframerate()
            clips[digit] = numpy.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    return clips, rate
