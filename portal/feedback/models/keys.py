"""The wrapped keys of a submission, and its receipt. Without them nothing of it can be read again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.feedback.models.submissions import Submission


class WrappedKey(models.Model):
    """The data key of a submission, wrapped to one key of the office."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="wrapped_keys")
    #: The fingerprint of the office's public key.
    office_key = models.CharField(max_length=16, db_index=True)
    wrapped = models.BinaryField()

    class Meta:
        verbose_name = _("wrapped key")
        verbose_name_plural = _("wrapped keys")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "office_key"], name="wrapped_once_per_office_key")
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.office_key}"


class Receipt(models.Model):
    """What the citizen's query code finds and the secret opens; neither stands here."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="receipt", primary_key=True)
    #: Keyed hash of the query code.
    code_hash = models.BinaryField(max_length=32, unique=True)
    salt = models.BinaryField(max_length=16)
    #: Rounds and memory of Argon2id, "2/19456".
    cost = models.CharField(max_length=16)
    verifier = models.BinaryField(max_length=32)
    #: The data key, wrapped by the key that the secret gives.
    wrapped = models.BinaryField()
    #: Hash of the random value of the form: the same form sent twice is one submission.
    form_hash = models.BinaryField(max_length=32, unique=True, null=True)
    #: What the public root of the day proves: a salted hash of what was handed in.
    commitment = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.submission)
