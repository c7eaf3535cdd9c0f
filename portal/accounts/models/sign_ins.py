"""What signing in must remember."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import User
from django.db import models


class RefusedSignIns(models.Model):
    """How often signing in was refused lately under one mark. A mark is a keyed hash of today: no name, no address."""

    mark = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    #: Counted from anew after this; until then, enough of them lock.
    until = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return f"{self.count} until {self.until}"


class SessionCutoff(models.Model):
    """Sessions of an account that began until then are over."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="session_cutoff")
    at = models.DateTimeField()

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.at}"
