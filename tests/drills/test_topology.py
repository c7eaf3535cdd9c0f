"""Two web processes and two workers on PostgreSQL, Elasticsearch and Redis; one of each is killed under load."""

import re
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.alerts.conftest import MailServer
from tests.drills.installation import wait_until
from tests.drills.topology import Topology, figures, topology
from tests.servers.processes import spare_port

pytestmark = pytest.mark.drill

NOTICES = 24
#: Seconds for what takes a few on a machine that has nothing else to do.
PATIENCE = 300
FOLLOW = """
from portal.alerts.matching import NAME
from search.listeners import listen
from tests.factories.alerts import SubscriptionFactory
SubscriptionFactory(text="礼金", language="en")
listen(NAME)
say(done=True)
"""
PUBLISH = """
for number in range({count}):
    notice(f"关于礼金问题第{{number}}次通报")
    say(number=number)
"""


class Readers(threading.Thread):
    """They read search, home and notices without end, through what a proxy does."""

    def __init__(self, running: Topology) -> None:
        super().__init__(daemon=True)
        self.running, self.stop = running, threading.Event()
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []

    def run(self) -> None:
        while not self.stop.is_set():
            for path in ("/search/?q=%E7%A4%BC%E9%87%91", "/", "/notices/", "/units/"):
                started = time.monotonic()
                self.statuses[self.running.get(path)[0]] += 1
                self.seconds.append(time.monotonic() - started)


def test_one_web_process_and_one_worker_are_killed_under_load(tmp_path: Path) -> None:
    handler = MailServer()
    mail = Controller(handler, hostname="127.0.0.1", port=spare_port())
    mail.start()
    try:
        with topology(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{mail.port}") as running:
            for web in running.webs:
                wait_until(web.is_ready, seconds=PATIENCE)
            running.installation.ask(FOLLOW)
            readers = Readers(running)
            readers.start()
            with running.installation.running(PUBLISH.format(count=NOTICES)) as publishing:
                for number in range(NOTICES):
                    publishing.hear()
                    if number == NOTICES // 3:
                        running.webs[0].end()
                        running.workers[0].end()
            wait_until(lambda: running.installation.found("礼金")["total"] == NOTICES, seconds=PATIENCE)
            told = lambda: re.findall(r"第(\d+)次通报", "\n".join(_texts(handler)))  # noqa: E731
            wait_until(lambda: len(set(told())) == NOTICES, seconds=PATIENCE)
            readers.stop.set()
            readers.join(30)
            # Nobody saw an error, nothing was lost, nothing was told twice.
            assert set(readers.statuses) == {200}
            assert Counter(told()) == Counter({str(number): 1 for number in range(NOTICES)})
            assert running.installation.found("礼金")["standby"] is False
            running.installation.command("check_index")
            running.installation.command("verify_audit")
            dead = next(web for web in running.webs if web.process and web.process.poll() is not None)
            dead.start()
            wait_until(dead.is_ready, seconds=PATIENCE)
            shown = figures(dead)
            assert shown["sunlight_database"] == 1
            assert shown['sunlight_outbox_waiting{name="elasticsearch"}'] == 0
            assert shown['sunlight_tasks_failed{name="mail"}'] == 0
    finally:
        mail.stop()


def _texts(handler: MailServer) -> list[str]:
    bodies = (message.get_body(("plain",)) for message in list(handler.taken))
    return [str(body.get_content()) for body in bodies if body]
