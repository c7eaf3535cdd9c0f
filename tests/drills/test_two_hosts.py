"""Two hosts: the one that citizens reach has no private key. Nothing but the environment differs, and the database
and the sealed files are shared. A tip goes in at the one, is opened at the other, and the answer comes back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from portal.privacy.sealing.key_texts import public_text, to_text
from tests.drills.installation import Installation, end_mothers, wait_until
from tests.drills.topology import HOST, Process, Web, command_of
from tests.drills.visitors import fields_on, receipt_on
from tests.feedback.citizen import CONTACT, TIP
from tests.servers.postgresql import postgresql
from tests.servers.template_database import fill_postgresql

pytestmark = pytest.mark.drill
PRIVATE = to_text(b"only-for-two-hosts".ljust(32, b"."))
SECRETS = dict.fromkeys(("SECRET_KEY", "AUDIT_KEY", "RECEIPT_KEY"), "only-for-this-drill-" * 4)
WORDS = "其多次收受管理服务对象所送礼品"

PREPARE = """
from django.contrib.auth.models import Group, User
officer = User.objects.create_user("officer")
officer.groups.add(Group.objects.get(name="moderator"))
say(done=True)
"""
OPEN = """
from django.contrib.auth.models import User
from portal.feedback.contents.opening import open_content, open_contact
from portal.feedback.models import Submission
from portal.privacy.sealing import NoSealingKey
tip, officer = Submission.objects.get(), User.objects.get(username="officer")
try:
    say(opened=open_content(tip, officer).body, contact=open_contact(tip, officer))
except NoSealingKey as error:
    say(opened=None, why=type(error).__name__)
"""
ANSWER = """
from django.contrib.auth.models import User
from portal.feedback.contents.writing import send_message
from portal.feedback.models import Submission
send_message(Submission.objects.get(), User.objects.get(username="officer"), "已核实，请放心。")
say(done=True)
"""
WAITING = """
from django_tasks_db.models import DBTaskResult
task = DBTaskResult.objects.get(queue_name="office")
say(status=str(task.status), tried=len(task.worker_ids))
"""
BEATS = """
from portal.operations.models import WorkerBeat
say(beats=WorkerBeat.objects.count())
"""
PAGE = """
from django.contrib.auth.models import User
from django.test import Client
from django.conf import settings
from portal.feedback.models import Submission
settings.SECOND_FACTOR_FOR = []
client = Client(headers={"host": settings.ALLOWED_HOSTS[0], "x-forwarded-proto": "https"})
client.force_login(User.objects.get(username="officer"))
say(page=client.get(f"/admin/feedback/{Submission.objects.get().pk}/").content.decode())
"""


class Hosts:
    """Both, with folders of their own; what they share is named here."""

    def __init__(self, folder: Path, database: str) -> None:
        shared = {
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": f"https://{HOST}",
            "SEALING_PUBLIC_KEY": public_text(PRIVATE),
            "SEALED_DIR": str(folder / "sealed"),
            "EMAIL_URL": "",
            **SECRETS,
        }
        self.public, self.inner = (Installation(folder / name, "embedded:") for name in ("public", "inner"))
        for host in (self.public, self.inner):
            Path(host.environment["DATA_DIR"]).mkdir()
            host.environment |= shared
            host.environment.pop("SEALING_PRIVATE_KEYS", None)
        self.inner.environment["SEALING_PRIVATE_KEYS"] = PRIVATE


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[tuple[Hosts, Web]]:
    with ExitStack() as stack:
        database = stack.enter_context(postgresql())
        fill_postgresql(database)
        made = Hosts(tmp_path, database)
        for host in (made.public, made.inner):
            host.command("collectstatic", "--no-input", "--verbosity", "0")
            host.command("rebuild_index", "--if-missing")
        # The list of static files is read while the portal is loaded.
        end_mothers()
        made.inner.ask(PREPARE)
        web = Web(1, made.public.environment)
        stack.callback(web.end)
        web.start()
        wait_until(web.is_ready, seconds=120)
        yield made, web


def test_a_tip_goes_in_at_the_one_is_opened_at_the_other_and_the_answer_comes_back(hosts: tuple[Hosts, Web]) -> None:
    made, web = hosts
    code, secret = _hand_in(web)
    # Whoever takes the public host over today reads nothing of it, with all that this host has.
    assert made.public.ask(OPEN) == {"opened": None, "why": "NoSealingKey"}
    assert WORDS not in made.public.ask(PAGE)["page"]
    assert web.get("/readyz")[1].decode().count('"can_open_here": false') == 1
    opened = made.inner.ask(OPEN)
    assert WORDS in opened["opened"] and opened["contact"]["email"] == CONTACT["email"]
    assert WORDS in made.inner.ask(PAGE)["page"]
    made.inner.ask(ANSWER)
    assert "已核实，请放心。" in _ask(web, "/feedback/track/", code=code, secret=secret)
    _the_notice_waits_for_a_worker_with_the_key(made)


def _the_notice_waits_for_a_worker_with_the_key(made: Hosts) -> None:
    assert made.inner.ask(WAITING) == {"status": "READY", "tried": 0}
    outer = Process(command_of("worker"), made.public.environment)
    inner = Process(command_of("worker"), made.inner.environment)
    try:
        outer.start()
        wait_until(lambda: made.public.ask(BEATS)["beats"] == 1, seconds=120)
        time.sleep(3)
        assert made.inner.ask(WAITING) == {"status": "READY", "tried": 0}
        inner.start()
        wait_until(lambda: made.inner.ask(WAITING)["status"] == "SUCCESSFUL", seconds=60)
        assert made.inner.ask(WAITING)["tried"] == 1
    finally:
        outer.end()
        inner.end()


def _hand_in(web: Web) -> tuple[str, str]:
    address = "/feedback/tip/named/"
    page = web.get(address)[1].decode()
    receipt = _ask(web, address, **{**TIP, **CONTACT, "tell_by": "email", **fields_on(page)})
    shown = receipt_on(receipt)
    assert shown, unescape(re.sub(r"<[^>]+>", " ", receipt))
    return shown


def _ask(web: Web, path: str, **fields: Any) -> str:
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Content-Type": "application/x-www-form-urlencoded"}
    with closing(HTTPConnection("127.0.0.1", web.port, timeout=60)) as link:
        link.request("POST", path, urlencode(fields).encode(), headers)
        return link.getresponse().read().decode()
