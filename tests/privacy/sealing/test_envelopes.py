"""Sealed envelopes: only the right key opens them, at the place they were sealed for."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.privacy import sealing
from portal.privacy.sealing import Damaged, DataKey, NoSealingKey, key_texts, office, secret_keys
from portal.privacy.sealing.padding import pad, size_class, unpad
from portal.privacy.sealing.secret_keys import Cost

OTHER = key_texts.to_text(b"another key".ljust(32, b"."))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=20_000))
def test_what_was_sealed_opens_at_its_place(plain: bytes) -> None:
    key = DataKey.new()
    sealed = key.seal(plain, "a/title")
    assert key.open(sealed, "a/title") == plain
    assert plain not in sealed or len(plain) < 4
    for wrong in ("b/title", "a/body", ""):
        with pytest.raises(Damaged):
            key.open(sealed, wrong)
    with pytest.raises(Damaged):
        DataKey.new().open(sealed, "a/title")


@pytest.mark.parametrize("at", [0, 1, 13, -1])
def test_one_flipped_bit_is_noticed(at: int) -> None:
    key = DataKey.new()
    sealed = bytearray(key.seal(b"text", "a"))
    sealed[at] ^= 1
    with pytest.raises(Damaged):
        key.open(bytes(sealed), "a")


def test_cut_envelopes_are_damaged() -> None:
    key = DataKey.new()
    for length in range(16):
        with pytest.raises(Damaged):
            key.open(key.seal(b"text", "a")[:length], "a")


@given(st.binary(max_size=9_000))
def test_padding_hides_the_length_in_a_class(plain: bytes) -> None:
    padded = pad(plain)
    assert unpad(padded) == plain
    assert len(padded) == size_class(len(plain) + 8)


def test_size_classes() -> None:
    assert [size_class(length) for length in (1, 1024, 1025, 8192)] == [1024, 1024, 2048, 8192]
    for length in (8193, 100_000, 20 * 1024**2):
        assert length <= size_class(length) <= length * 1.13
    assert len({size_class(length) for length in range(1, 50_000)}) < 30


def test_the_key_itself_shows_nowhere() -> None:
    key = DataKey.new()
    assert key.raw.hex() not in repr(key)
    assert str(key.raw) not in f"{key!r}"


def test_the_office_opens_what_was_wrapped_for_it() -> None:
    key = DataKey.new()
    wrapped = sealing.wrap(key, "a")
    assert set(wrapped) == {office.public_keys()[0].number}
    assert sealing.unwrap(wrapped, "a").raw == key.raw
    with pytest.raises(Damaged):
        sealing.unwrap(wrapped, "b")


def test_the_public_process_seals_without_any_private_key(settings: Any) -> None:
    settings.SEALING_PRIVATE_KEYS = []
    wrapped = sealing.wrap(DataKey.new(), "a")
    assert sealing.can_seal()
    assert not sealing.can_open()
    with pytest.raises(NoSealingKey):
        sealing.unwrap(wrapped, "a")


def test_every_key_of_the_environment_can_open_it(settings: Any) -> None:
    own = settings.SEALING_PRIVATE_KEYS[0]
    settings.SEALING_PUBLIC_KEY = [key_texts.public_text(own), key_texts.public_text(OTHER)]
    key = DataKey.new()
    wrapped = sealing.wrap(key, "a")
    for private in (own, OTHER):
        settings.SEALING_PRIVATE_KEYS = [private]
        assert sealing.unwrap(wrapped, "a").raw == key.raw


def test_a_damaged_envelope_leaves_the_others_of_the_same_key(settings: Any) -> None:
    own = settings.SEALING_PRIVATE_KEYS[0]
    settings.SEALING_PUBLIC_KEY = [key_texts.public_text(own), key_texts.public_text(OTHER)]
    settings.SEALING_PRIVATE_KEYS = [own, OTHER]
    key = DataKey.new()
    whole = sealing.wrap(key, "a/key")
    for number, blob in whole.items():
        assert sealing.unwrap({**whole, number: blob[:-1] + bytes([blob[-1] ^ 1])}, "a/key").raw == key.raw
    with pytest.raises(Damaged):
        sealing.unwrap({number: blob[:-1] + bytes([blob[-1] ^ 1]) for number, blob in whole.items()}, "a/key")


def test_a_key_is_used_until_its_last_day(settings: Any) -> None:
    settings.SEALING_PUBLIC_KEY = [settings.SEALING_PUBLIC_KEY[0] + "@2026-12-31"]
    with time_machine.travel(datetime(2026, 12, 31, 2, tzinfo=UTC)):
        assert sealing.can_seal()
    with time_machine.travel(datetime(2027, 1, 1, 2, tzinfo=UTC)):
        assert timezone.localdate() == date(2027, 1, 1)
        assert not sealing.can_seal()
        with pytest.raises(NoSealingKey):
            sealing.wrap(DataKey.new(), "a")


@pytest.mark.parametrize("text", ["", "short", "@2026-01-01", "!" * 43, OTHER + "@tomorrow", OTHER + OTHER])
def test_what_is_no_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(key_texts.UnreadableKey) as refused:
        key_texts.read_public(text)
    assert not text or text not in str(refused.value)


def test_a_secret_gives_a_verifier_that_is_not_the_key() -> None:
    salt = secret_keys.new_salt()
    key = secret_keys.derive("ABCD", salt, Cost(1, 64))
    data = DataKey.new()
    wrapped = key.wrapping.wrap(data, "a")
    again = secret_keys.derive("ABCD", salt, Cost(1, 64))
    assert again.fits(key.verifier)
    assert again.wrapping.unwrap(wrapped, "a").raw == data.raw
    for other in (secret_keys.derive("ABCE", salt, Cost(1, 64)), secret_keys.derive("ABCD", b"0" * 16, Cost(1, 64))):
        assert not other.fits(key.verifier)
        with pytest.raises(Damaged):
            other.wrapping.unwrap(wrapped, "a")
    with pytest.raises(Damaged):
        DataKey(key.verifier).unwrap(wrapped, "a")


def test_the_number_of_derivations_at_once_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_keys, "WAIT_SECONDS", 0.01)
    for _ in range(secret_keys.AT_ONCE):
        assert secret_keys._slots.acquire(blocking=False)
    try:
        with pytest.raises(secret_keys.Busy):
            secret_keys.derive("ABCD", secret_keys.new_salt(), Cost(1, 64))
    finally:
        for _ in range(secret_keys.AT_ONCE):
            secret_keys._slots.release()
    assert secret_keys.derive("ABCD", secret_keys.new_salt(), Cost(1, 64))


def test_cost_is_kept_as_text() -> None:
    assert Cost.read(str(Cost(2, 19_456))) == Cost(2, 19_456)
