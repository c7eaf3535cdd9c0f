"""Query code and secret: how they are made from the random value of a form, printed, and read as people type them."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.feedback.models.submissions import ALPHABET
from portal.feedback.receipts.keys import expand, form_salt

CODE_LENGTH, SECRET_LENGTH, GROUP = 8, 16, 4
#: Query codes may be taken: these many are tried one after the other.
ATTEMPTS = 4
_MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


@dataclass(frozen=True, slots=True)
class ReceiptCodes:
    """A query code of 40 bits and a secret of 80, without separators."""

    code: str
    secret: str = field(repr=False)

    @property
    def printed_code(self) -> str:
        """In two groups of four."""
        return grouped(self.code)

    @property
    def printed_secret(self) -> str:
        """In four groups of four."""
        return grouped(self.secret)


def derived(form_value: bytes) -> Iterator[ReceiptCodes]:
    """The receipts that a form's random value gives: always the same ones, the first unless its code is taken."""
    salt = form_salt()
    for attempt in range(ATTEMPTS):
        material = expand(form_value, f"codes {attempt}", CODE_LENGTH + SECRET_LENGTH, salt)
        # 256 is a multiple of 32, so every character is equally likely.
        text = "".join(ALPHABET[byte % len(ALPHABET)] for byte in material)
        yield ReceiptCodes(text[:CODE_LENGTH], text[CODE_LENGTH:])


def form_hash(form_value: bytes) -> bytes:
    """What is stored of it: finds the submission of a form that is sent again, and tells nothing else."""
    return hashlib.sha256(b"sunlight form" + form_value).digest()


def tidy(typed: str) -> str:
    """As typed by people: any case, full width, blanks and hyphens anywhere, O for 0, I or L for 1."""
    text = unicodedata.normalize("NFKC", typed[:200]).upper()
    return "".join(mark for mark in text if mark.isalnum()).translate(_MISTAKEN)


def grouped(text: str) -> str:
    """``ABCD-EFGH``."""
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))
