"""Handing in and looking up: submissions a second, and whether the time tells a wrong secret from an unknown code.

Then the desk over many rows: the queue, and opening a file. Keys from secrets cost what they do in production.
``BENCH_SUBMISSIONS`` says how many are handed in (300 by default), ``BENCH_QUEUED`` how long the queue is (100,000).
"""

import os
import secrets
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks import site
from benchmarks.table import percentile, print_table, spent, timed
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.opening import content_of
from portal.feedback.handing_in.drafts import Draft
from portal.feedback.handing_in.submitting import Received, submit
from portal.feedback.models import AccusedUnit, Kind, State, Submission
from portal.feedback.receipts import WrongReceipt, open_receipt
from portal.organisations.models import StaffMembership, Unit

SUBMISSIONS = int(os.environ.get("BENCH_SUBMISSIONS") or 300)
WRITERS, LOOKS, UNITS = 2, 60, 60
QUEUED, OPENINGS = int(os.environ.get("BENCH_QUEUED") or 100_000), 25
OPEN = (State.RECEIVED, State.ACCEPTED, State.PROCESSING)
QUEUES = {"queue": "", "queue, overdue": "?tab=late", "queue, ended, page 20": "?tab=ended&p=20"}
BODY = "2026年春节期间，其多次收受管理服务对象所送礼品。" * 80


def main() -> None:
    """Hand in with several writers, open all again, then look up right, wrong and unknown."""
    site.prepare()
    settings.SECRET_COST = (2, 19_456)
    with tempfile.TemporaryDirectory() as folder:
        settings.SEALED_DIR = Path(folder)
        _hand_in()
    _look_up()
    _queue()


def _hand_in() -> None:
    started = perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        times = list(pool.map(lambda _number: timed(_one), range(SUBMISSIONS)))
    seconds = perf_counter() - started
    lost = SUBMISSIONS - Submission.objects.count()
    opening = [timed(lambda tip=tip: content_of(tip, office_key(tip))) for tip in Submission.objects.all()[:LOOKS]]
    print_table(
        f"{SUBMISSIONS} tips of 2,000 characters by {WRITERS} writers ({connection.vendor}, tests' settings)",
        ["a second", "p50, ms", "p95, ms", "lost", "opening one p95, ms"],
        [[SUBMISSIONS / seconds, percentile(times, 50), percentile(times, 95), lost, percentile(opening, 95)]],
    )


def _look_up() -> None:
    codes = _submitted().codes
    cases = {
        "right": (codes.code, codes.secret),
        "wrong secret": (codes.code, "0" * 16),
        "unknown code": ("ZZZZZZZZ", codes.secret),
    }
    samples: dict[str, list[float]] = {name: [] for name in cases}
    for _round in range(LOOKS):
        for name, (code, secret) in cases.items():
            samples[name].append(timed(lambda code=code, secret=secret: _try(code, secret)))
    right = percentile(samples["right"], 50)
    rows = [
        [name, percentile(times, 50), percentile(times, 95), percentile(times, 50) - right]
        for name, times in samples.items()
    ]
    print_table("Looking up", ["receipt", "p50, ms", "p95, ms", "p50 differs from right, ms"], rows)


def _queue() -> None:
    """The queue as a moderator of one unit opens it, and a file of it, over many rows, a tenth of them open."""
    _fill()
    user = User.objects.create_user("bench-moderator")
    user.groups.add(Group.objects.get(name="moderator"))
    StaffMembership.objects.create(user=user, unit=Unit.objects.order_by("-depth", "pk")[0])
    client = Client()
    client.force_login(user)
    queue = reverse("feedback_desk:index")
    rows = [[name, *_opened(client, f"{queue}{query}")] for name, query in QUEUES.items()]
    file = reverse("feedback_desk:file", args=[Submission.objects.filter(wrapped_keys__isnull=False)[0].pk])
    rows.append(["a file", *_opened(client, file)])
    header = ["page", "queries", "p50, ms", "p95, ms", "p95 of the processor, ms"]
    print_table(f"The desk at {Submission.objects.count():,} submissions", header, rows)


def _fill() -> None:
    today = timezone.localdate()
    root = Unit.add_root(code="u", name="青云市")
    units = [Unit.objects.get(pk=root.pk).add_child(code=f"u-{each}", name=f"第{each}局").pk for each in range(UNITS)]
    pick = Random(7)

    def row(number: int) -> Submission:
        is_open = number % 10 == 0
        return Submission(
            kind=Kind.TIP, state=pick.choice(OPEN) if is_open else State.CLOSED, unit_id=pick.choice(units),
            received_on=today - timedelta(days=number % 1500),
            due_on=today + timedelta(days=pick.randint(-20, 60)) if is_open else None,
        )  # fmt: skip

    made = Submission.objects.bulk_create((row(number) for number in range(QUEUED)), batch_size=2000)
    accused = (AccusedUnit(submission=each, unit_id=pick.choice(units)) for each in made[::2])
    AccusedUnit.objects.bulk_create(accused, batch_size=2000)


def _opened(client: Client, address: str) -> list[Any]:
    if client.get(address).status_code != 200:
        raise SystemExit(f"benchmarks: {address} does not open")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    count = len(queries)
    times = [timed(lambda: client.get(address)) for _round in range(OPENINGS)]
    busy = [spent(lambda: client.get(address)) for _round in range(OPENINGS)]
    return [count, percentile(times, 50), percentile(times, 95), percentile(busy, 95)]


def _one() -> None:
    try:
        _submitted()
    finally:
        connection.close()


def _submitted() -> Received:
    value = secrets.token_bytes(16)
    return submit(Draft(kind=Kind.TIP, form_value=value, title="关于违规收礼的反映", body=BODY))


def _try(code: str, secret: str) -> None:
    try:
        open_receipt(code, secret)
    except WrongReceipt:
        return
