"""Actions and entries for the tests of the audit log."""

from unittest import mock

from django.db import connection
from django.db.models import TextChoices

from portal.audit import chain
from portal.audit.log import Thing, record
from portal.audit.models import AuditEntry


class Step(TextChoices):
    """Two actions, one of them as an app may name it."""

    TAKEN = "test.taken", "taken"
    UNDONE = "test.undone", "undone"


def take(number: int = 1) -> AuditEntry:
    """Record one step of the system."""
    return record(Step.TAKEN, Thing("test", str(number)), actor=None, details={"number": number})


def waiting(number: int = 1) -> AuditEntry:
    """One that its process did not link: it died after the commit."""
    with mock.patch.object(chain, "follow"):
        return take(number)


def chained(count: int) -> list[AuditEntry]:
    """Some entries with their links."""
    entries = [take(number) for number in range(1, count + 1)]
    chain.link_pending()
    return entries


def execute(statement: str, *values: object) -> None:
    """By the database alone, past all of our code."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
