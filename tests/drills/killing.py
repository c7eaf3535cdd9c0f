"""Citizens hand in while the processes that serve them are killed: one code for the drill and for the benchmark."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.drills.installation import Installation
from tests.drills.visitors import Visitor, receipt_on
from tests.drills.web_server import WebServer
from tests.feedback.citizen import TIP

Answer = TypeVar("Answer")
CITIZENS = 8
#: One in so many brings a file, and one in so many presses the button again after the receipt.
WITH_FILE, PRESSED_AGAIN = 10, 7
#: How often a citizen tries before giving up, and the pause between, in seconds.
TRIES, PAUSE = 400, 0.1

#: Opens every receipt as its citizen would, and counts what the office can open.
FOUND = """
from collections import Counter
from pathlib import Path
from django.core.management import call_command
from portal.feedback.attachments.keeping import opened
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.opening import content_of
from portal.feedback.models import Submission
from portal.feedback.receipts import WrongReceipt, open_receipt

def opens(receipt):
    code, secret, title, has_file = receipt
    try:
        found = open_receipt(code, secret)
    except WrongReceipt:
        return False
    tip = found.submission
    files = [opened(found.key, tip.pk, each.pk) for each in tip.attachments.all()]
    return content_of(tip, found.key).title == title and files == ["账目".encode()] * has_file

call_command("verify_audit", verbosity=0)
receipts = json.loads(Path("{receipts}").read_text())
titles = Counter(content_of(each, office_key(each)).title for each in Submission.objects.iterator())
say(lost=[each[2] for each in receipts if not opens(each)], stored=sum(titles.values()),
    twice=[title for title, count in titles.items() if count > 1])
"""


@dataclass
class Posted:
    """What the citizens saw."""

    #: Query code, secret, title, and whether a file was with it, of every receipt that was shown.
    receipts: list[tuple[str, str, str, bool]] = field(default_factory=list)
    #: Milliseconds of each post that a receipt answered.
    times: list[float] = field(default_factory=list)
    #: What else came: posts cut off, forms shown again, errors by their status.
    other: Counter[str] = field(default_factory=Counter)
    #: Titles of which a form that was sent again showed another receipt.
    changed: list[str] = field(default_factory=list)
    kills: int = 0
    seconds: float = 0.0


def post_while_killing(server: WebServer, *, posts: int, kills: int, seed: int) -> Posted:
    """Hand in so many, each until its receipt is there, while so many worker processes are killed at random moments."""
    seen, began = Posted(), time.monotonic()
    killer = threading.Thread(target=_kill, args=(server, seen, posts, kills, Random(seed)))  # noqa: S311
    killer.start()
    with ThreadPoolExecutor(CITIZENS) as pool:
        list(pool.map(lambda number: _hand_in(server.port, number, seen), range(posts)))
    seen.seconds = time.monotonic() - began
    killer.join(60)
    return seen


def found_by(installation: Installation, seen: Posted, folder: Path) -> dict[str, Any]:
    """``lost`` and ``twice`` (titles), and how many are ``stored``; fails where the audit log does not hold."""
    receipts = folder / "receipts.json"
    receipts.write_text(json.dumps(seen.receipts))
    return installation.ask(FOUND.replace("{receipts}", str(receipts)))


def _kill(server: WebServer, seen: Posted, posts: int, kills: int, chance: Random) -> None:
    """Spread over the posts, so that slow and fast machines meet as many; each within half a second of its turn."""
    for turn in sorted(chance.uniform(0.02, 0.9) * posts for _kill in range(kills)):
        while len(seen.receipts) < turn:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.5))
        if workers := server.workers():
            server.kill(chance.choice(workers))
            seen.kills += 1


def _hand_in(port: int, number: int, seen: Posted) -> None:
    title = f"第{number}件"
    has_file = number % WITH_FILE == 0
    typed: dict[str, Any] = {**TIP, "title": title}
    form = "/feedback/inquiry/anonymous/" if number % 2 else "/feedback/tip/anonymous/"
    visitor = _patiently(lambda: Visitor(port, f"198.51.100.{number % 250}", form, typed), seen)
    if number % 2:
        typed |= {"category": visitor.choices[0], "consent": "no"}
    receipt = _receipt(visitor, has_file, seen)
    seen.receipts.append((*receipt, title, has_file))
    if number % PRESSED_AGAIN == 0 and _receipt(visitor, has_file, seen) != receipt:
        seen.changed.append(title)


def _receipt(visitor: Visitor, has_file: bool, seen: Posted) -> tuple[str, str]:
    """Send the same form until its receipt comes; a form that is shown again is filled in as it asks."""
    for _try in range(TRIES):
        files = {"attachments": SimpleUploadedFile("a.txt", "账目".encode())} if has_file else {}
        started = time.perf_counter()
        status, page = _patiently(lambda files=files: visitor.post(**files), seen)
        if receipt := receipt_on(page):
            seen.times.append((time.perf_counter() - started) * 1000)
            return receipt
        seen.other[f"answered {status}"] += 1
        if status == 422:
            visitor.read(page)
    raise AssertionError(f"no receipt: {seen.other}")


def _patiently(ask: Callable[[], Answer], seen: Posted) -> Answer:
    for _try in range(TRIES):
        try:
            return ask()
        except (OSError, HTTPException):
            seen.other["cut off"] += 1
            time.sleep(PAUSE)
    raise AssertionError("the server does not come back")
