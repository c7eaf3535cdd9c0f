"""Receipts: read as people type them, opened by nobody else, proved by a signature and a daily root."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.cache import cache, caches
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.feedback.models import DailyRoot, Submission
from portal.feedback.receipts import ReceiptCodes, WrongReceipt, open_receipt, tidy
from portal.feedback.receipts.codes import derived
from portal.feedback.receipts.commitments import canonical, commit, root_statement
from portal.feedback.receipts.roots import BLOCK, merkle_root, publish_roots
from portal.feedback.tracking import slowing
from portal.privacy.sealing import secret_keys
from tests.factories import SubmissionFactory
from tests.feedback.citizen import TIP, Citizen, receipt_of, text_of


@pytest.fixture(autouse=True)
def _no_waiting() -> None:
    cache.clear()
    caches[slowing.KEPT_IN].clear()


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda text: text.replace("-", ""),
        lambda text: " ".join(text),
        lambda text: text.replace("0", "O").replace("1", "l"),
        lambda text: text.replace("1", "I").replace("0", "o"),
        lambda text: "".join(chr(ord(mark) + 0xFEE0) if mark.isalnum() else "－" for mark in text),
        lambda text: f"\u3000{text}\n",
        lambda text: text.replace("-", "—"),
    ],
)
@pytest.mark.django_db
def test_receipts_are_read_as_people_type_them(change: Any) -> None:
    tip = SubmissionFactory()
    opened = open_receipt(change(tip.codes.printed_code), change(tip.codes.printed_secret))
    assert opened.submission == tip
    assert opened.key.raw == tip.key.raw


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_a_form_gives_the_same_receipts_for_ever_and_its_value_is_not_in_them() -> None:
    first, again, other = (list(derived(value)) for value in (b"a" * 16, b"a" * 16, b"b" * 16))
    assert first == again
    assert len({codes.code for codes in first + other}) == len(first + other)
    assert "secret" not in repr(first[0])
    assert first[0].secret not in repr(first[0])


def test_the_server_key_is_part_of_the_receipt(settings: Any) -> None:
    before = next(derived(b"a" * 16))
    settings.RECEIPT_KEY = "another"
    assert next(derived(b"a" * 16)) != before


@pytest.mark.django_db
def test_nothing_but_the_whole_receipt_opens() -> None:
    tip, other = SubmissionFactory(), SubmissionFactory()
    code, secret = tip.codes.code, tip.codes.secret
    near = secret[:-1] + ("0" if secret[-1] != "0" else "1")
    for wrong in (
        (code, near),
        (code, other.codes.secret),
        (other.codes.code, secret),
        ("ZZZZZZZZ", secret),
        (code, secret + "0"),
        (code, ""),
        ("", ""),
        (secret, code),
        ("\0", "字" * 16),
    ):
        with pytest.raises(WrongReceipt):
            open_receipt(*wrong)


@pytest.mark.django_db
def test_a_purged_submission_answers_as_a_wrong_code() -> None:
    tip = SubmissionFactory()
    tip.receipt.delete()
    with pytest.raises(WrongReceipt):
        open_receipt(tip.codes.code, tip.codes.secret)


@pytest.mark.django_db
def test_neither_code_nor_secret_nor_form_value_is_stored() -> None:
    tip = SubmissionFactory()
    stored = repr(list(vars(tip.receipt).values()))
    for text in (tip.codes.code, tip.codes.secret):
        assert text not in stored
        assert text.encode().hex() not in stored


@pytest.mark.django_db
def test_right_wrong_and_unknown_cost_the_same_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    tip = SubmissionFactory()
    costs: list[str] = []
    real = secret_keys.derive

    def counted(secret: str, salt: bytes, cost: secret_keys.Cost) -> secret_keys.SecretKey:
        costs.append(f"{cost} {len(salt)}")
        return real(secret, salt, cost)

    monkeypatch.setattr("portal.feedback.receipts.keeping.derive", counted)
    open_receipt(tip.codes.code, tip.codes.secret)
    for code in (tip.codes.code, "ZZZZZZZZ", "short"):
        with pytest.raises(WrongReceipt):
            open_receipt(code, "0" * 16)
    assert len(costs) == 4
    assert len(set(costs)) == 1


@pytest.mark.django_db
def test_wrong_and_unknown_look_the_same_and_are_slowed_down_alike() -> None:
    tip = SubmissionFactory()
    citizen = Citizen()
    answers: list[list[tuple[int, str]]] = []
    for code in (tip.codes.code, "ZZZZZZZZ"):
        tries = [citizen.track(code, "0" * 16) for _try in range(8)]
        answers.append([(answer.status_code, text_of(answer).replace(code, "")) for answer in tries])
    assert answers[0] == answers[1]
    assert answers[0][0][0] == 200
    assert answers[0][-1][0] == 429
    # The owner waits for seconds, not for good.
    with time_machine.travel(timezone.now() + timedelta(seconds=20)):
        assert citizen.track(tip.codes.code, tip.codes.secret).status_code == 200


def test_ten_thousand_look_ups_of_other_codes_do_not_make_one_forgotten_that_is_being_guessed() -> None:
    for _try in range(8):
        slowing.note_wrong("AAAA1111")
    for number in range(10_000):
        slowing.note_wrong(f"{number:08}")
    assert 0 < slowing.seconds_to_wait("AAAA1111") <= slowing.LONGEST_WAIT
    assert slowing.seconds_to_wait("BBBB2222") == 0


@pytest.mark.django_db
def test_one_code_that_is_tried_slows_no_other() -> None:
    tip, other = SubmissionFactory(), SubmissionFactory()
    for _try in range(10):
        Citizen().track(other.codes.code, "0" * 16)
    answer = Citizen().track(tip.codes.code, tip.codes.secret)
    assert tip.codes.printed_code in text_of(answer)


@pytest.mark.django_db
def test_the_receipt_comes_as_files_to_who_has_the_form() -> None:
    citizen = Citizen()
    fields = {**citizen.form(), **TIP}
    code, secret = receipt_of(citizen.client.post("/feedback/tip/anonymous/", fields))
    text = citizen.client.post("/feedback/receipt/text/", {"nonce": fields["nonce"]})
    assert code in text.content.decode()
    assert secret in text.content.decode()
    assert "attachment" in text["Content-Disposition"]
    for nonce in ("", "forged", Citizen().form()["nonce"]):
        assert citizen.client.post("/feedback/receipt/text/", {"nonce": nonce}).status_code == 404
    assert citizen.client.get("/feedback/receipt/text/").status_code == 405


@pytest.mark.django_db
def test_the_signed_proof_can_be_checked_with_what_was_typed_and_the_root_of_the_day() -> None:
    citizen = Citizen()
    fields = {**citizen.form(), **TIP}
    receipt_of(citizen.client.post("/feedback/tip/anonymous/", fields))
    proof = json.loads(citizen.client.post("/feedback/receipt/proof/", {"nonce": fields["nonce"]}).content)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(proof["key"]))
    statement = {name: proof[name] for name in ("site", "day", "commitment")}
    key.verify(bytes.fromhex(proof["signature"]), canonical(statement))
    with pytest.raises(InvalidSignature):
        key.verify(bytes.fromhex(proof["signature"]), canonical({**statement, "day": "2020-01-01"}))
    accused = {"unit": TIP["accused_unit"], "name": TIP["accused_name"], "post": TIP["accused_post"], "rank": "t0"}
    content = {"title": TIP["title"], "body": TIP["body"], "accused": accused, "files": []}
    assert commit(content, bytes.fromhex(proof["salt"])).hex() == proof["commitment"]
    assert publish_roots() == 0
    with time_machine.travel(timezone.localtime().replace(hour=12) + timedelta(days=1)):
        assert publish_roots() == 1
        assert publish_roots() == 0
        day = citizen.client.get(f"/feedback/received/{proof['day']}.json").json()
        assert proof["day"] in text_of(citizen.client.get("/feedback/received/"))
    assert proof["commitment"] in day["leaves"]
    leaves = [bytes.fromhex(leaf) for leaf in day["leaves"]]
    assert merkle_root(leaves).hex() == day["root"]
    key.verify(bytes.fromhex(day["signature"]), root_statement(timezone.localdate(), bytes.fromhex(day["root"])))


@pytest.mark.django_db
def test_a_day_tells_neither_how_many_came_nor_in_which_order() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    before = timezone.localdate() - timedelta(days=3)
    for day, count in ((yesterday, 5), (before, 1)):
        for _one in range(count):
            SubmissionFactory(received_on=day)
    with time_machine.travel(timezone.localtime().replace(hour=12)):
        assert publish_roots() == 3
    roots = list(DailyRoot.objects.all())
    assert {len(root.leaves) for root in roots} == {BLOCK}
    assert all(root.leaves == sorted(root.leaves) for root in roots)
    # What is purged later stays proved.
    Submission.objects.all().delete()
    assert publish_roots() == 0


@pytest.mark.django_db
def test_what_was_sealed_at_midnight_is_in_the_list_of_its_day() -> None:
    """Its day is fixed before its files are written; a day that is published is not made again."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0)
    day = today.date() - timedelta(days=1)
    SubmissionFactory(received_on=day)
    with time_machine.travel(today + timedelta(minutes=1)):
        assert publish_roots() == 0
    late = SubmissionFactory(received_on=day)
    with time_machine.travel(today + timedelta(minutes=59)):
        assert publish_roots() == 0
    with time_machine.travel(today + timedelta(minutes=61)):
        assert publish_roots() == 1
    assert bytes(late.receipt.commitment).hex() in DailyRoot.objects.get(day=day).leaves


def test_the_tree_is_that_of_rfc_6962() -> None:
    leaf = [hashlib.sha256(b"\0" + value).digest() for value in (b"a", b"b", b"c")]
    node = hashlib.sha256(b"\1" + leaf[0] + leaf[1]).digest()
    assert merkle_root([b"a", b"b", b"c"]) == hashlib.sha256(b"\1" + node + leaf[2]).digest()
    assert merkle_root([]) == hashlib.sha256(b"").digest()


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2020-01-01", "no-day", "2026-99-99"])
def test_days_without_a_root_are_unknown(day: str) -> None:
    assert Citizen().client.get(f"/feedback/received/{day}.json").status_code == 404


def test_codes_are_printed_in_groups() -> None:
    codes = ReceiptCodes("ABCD1234", "ABCD1234EFGH5678")
    assert (codes.printed_code, codes.printed_secret) == ("ABCD-1234", "ABCD-1234-EFGH-5678")


@pytest.mark.django_db
def test_the_end_of_the_secret_is_typed_to_see_that_it_is_noted() -> None:
    citizen = Citizen()
    typed = {**citizen.form(), **TIP}
    code, secret = receipt_of(citizen.client.post("/feedback/tip/anonymous/", typed))
    for noted, is_right in (
        (f" {secret[-4:].lower()} ", True),
        (secret, True),
        ("AAAA" if secret[-4:] != "AAAA" else "BBBB", False),
    ):
        again = citizen.client.post("/feedback/tip/anonymous/", {"nonce": typed["nonce"], "noted": noted})
        assert receipt_of(again) == (code, secret)
        page = BeautifulSoup(again.content, "html.parser")
        assert bool(page.select_one("#noted_error")) == (not is_right)
        assert bool(page.select_one("#noted")) == (not is_right)
    assert Submission.objects.count() == 1
