"""Many writers, one chain."""

import subprocess
import sys
import threading

import pytest
from django.db import connection, transaction

from portal.audit import anchors
from portal.audit.models import AuditLink
from portal.audit.verification import verify
from tests.audit.steps import take

STEPS = 40
#: A process of its own, with its own connection to the database of this test.
PROGRAM = """
import sys, django
django.setup()
from django.conf import settings
from django.db import connection, transaction
settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = sys.argv[1]
from portal.audit import actions
from tests.audit.steps import Step, take
actions.register(Step)
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[2])):
    with transaction.atomic():
        take(number)
        take(number)
"""


def writer() -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(connection.settings_dict["NAME"]), str(STEPS)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.django_db(transaction=True)
def test_two_processes_write_one_chain() -> None:
    writers = [writer(), writer()]
    for process in writers:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in writers:
        process.communicate("go\n", timeout=60)
        assert process.returncode == 0
    report = verify(anchors.path())
    assert (report.faults, report.checked, report.waiting) == ([], 4 * STEPS, 0)


@pytest.mark.django_db(transaction=True)
def test_who_is_still_at_work_does_not_hold_the_chain() -> None:
    """A long import, and meanwhile a short step: where two can write at once, as on PostgreSQL, it need not wait."""
    began, may_end = threading.Event(), threading.Event()

    def long() -> None:
        with transaction.atomic():
            take(2)
            began.set()
            may_end.wait(20)
        connection.close()

    def short() -> None:
        with transaction.atomic():
            take(1)
        connection.close()

    threads = [threading.Thread(target=long), threading.Thread(target=short)]
    threads[0].start()
    assert began.wait(20)
    threads[1].start()
    if connection.vendor == "postgresql":
        threads[1].join(20)
        assert not threads[1].is_alive()
    may_end.set()
    for thread in threads:
        thread.join(30)
    places = list(AuditLink.objects.order_by("position").values_list("entry__object_key", flat=True))
    assert places == (["1", "2"] if connection.vendor == "postgresql" else ["2", "1"])
    assert verify(anchors.path()).faults == []
