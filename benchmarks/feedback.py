"""Handing in and looking up: submissions a second, and whether the time tells a wrong secret from an unknown code.

Keys from secrets cost what they do in production. ``BENCH_SUBMISSIONS`` says how many are handed in (300 by default).
"""

import os
import secrets
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.db import connection

from benchmarks import site
from benchmarks.table import percentile, print_table, timed
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.opening import content_of
from portal.feedback.handing_in.drafts import Draft
from portal.feedback.handing_in.submitting import Received, submit
from portal.feedback.models import Kind, Submission
from portal.feedback.receipts import WrongReceipt, open_receipt

SUBMISSIONS = int(os.environ.get("BENCH_SUBMISSIONS") or 300)
WRITERS, LOOKS = 2, 60
BODY = "2026年春节期间，其多次收受管理服务对象所送礼品。" * 80


def main() -> None:
    """Hand in with several writers, open all again, then look up right, wrong and unknown."""
    site.prepare()
    settings.SECRET_COST = (2, 19_456)
    with tempfile.TemporaryDirectory() as folder:
        settings.SEALED_DIR = Path(folder)
        _hand_in()
    _look_up()


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
    rows = [[name, percentile(times, 50), percentile(times, 95)] for name, times in samples.items()]
    print_table("Looking up", ["receipt", "p50, ms", "p95, ms"], rows)


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
