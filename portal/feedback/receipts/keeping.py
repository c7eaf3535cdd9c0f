"""The row behind a receipt: made with the submission, found by the query code, opened with the secret."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

from portal.feedback.contents.places import key_place
from portal.feedback.models import Receipt, Submission
from portal.feedback.receipts.codes import CODE_LENGTH, SECRET_LENGTH, ReceiptCodes, derived, form_hash, tidy
from portal.feedback.receipts.keys import code_hash
from portal.privacy.sealing import Damaged, DataKey
from portal.privacy.sealing.secret_keys import SALT_BYTES, Cost, derive, new_salt


class WrongReceipt(Exception):
    """No such code, or not its secret; nobody learns which."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A submission, opened with its receipt for one request."""

    submission: Submission
    key: DataKey


def prepare_receipt(
    submission: Submission, key: DataKey, codes: ReceiptCodes, commitment: bytes, form_value: bytes
) -> Receipt:
    """What finds and opens it, not stored yet: the derivation takes its time, and must not hold up other writers.

    Storing it raises ``IntegrityError`` where the code is taken or the form was sent before.
    """
    salt, cost = new_salt(), Cost.of_today()
    secret = derive(codes.secret, salt, cost)
    return Receipt(
        submission=submission,
        code_hash=code_hash(codes.code),
        salt=salt,
        cost=str(cost),
        verifier=secret.verifier,
        wrapped=secret.wrapping.wrap(key, key_place(submission.pk)),
        form_hash=form_hash(form_value),
        commitment=commitment,
    )


def find_by_form(form_value: bytes) -> tuple[Submission, ReceiptCodes] | None:
    """The submission that this very form has made already, with its receipt."""
    receipt = Receipt.objects.select_related("submission").filter(form_hash=form_hash(form_value)).first()
    if receipt is None:
        return None
    for codes in derived(form_value):
        if hmac.compare_digest(code_hash(codes.code), bytes(receipt.code_hash)):
            return receipt.submission, codes
    return None


def open_receipt(code: str, secret: str) -> Opened:
    """Open with what somebody typed. Takes as long when there is no such code. Raises WrongReceipt, or Busy."""
    typed_code, typed_secret = tidy(code), tidy(secret)
    if len(typed_code) != CODE_LENGTH or len(typed_secret) != SECRET_LENGTH:
        typed_code = typed_secret = ""
    receipt = Receipt.objects.select_related("submission").filter(code_hash=code_hash(typed_code)).first()
    salt = bytes(receipt.salt) if receipt else secrets.token_bytes(SALT_BYTES)
    cost = Cost.read(receipt.cost) if receipt else Cost.of_today()
    derived_key = derive(typed_secret, salt, cost)
    verifier = bytes(receipt.verifier) if receipt else secrets.token_bytes(32)
    if not derived_key.fits(verifier) or receipt is None:
        raise WrongReceipt
    try:
        key = derived_key.wrapping.unwrap(bytes(receipt.wrapped), key_place(receipt.submission_id))
    except Damaged:
        raise WrongReceipt from None
    return Opened(receipt.submission, key)
