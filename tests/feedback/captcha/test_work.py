"""The work that a browser does instead of its reader."""

from __future__ import annotations

import base64
import json
import threading
from datetime import timedelta

import altcha
import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from portal.feedback.captcha import work


@pytest.fixture(autouse=True)
def _cheap(settings) -> None:
    settings.PROOF_OF_WORK_COST = 1


def done(challenge: str) -> str:
    asked = altcha.Challenge.from_dict(json.loads(challenge))
    return altcha.Payload(asked, altcha.solve_challenge(asked)).to_base64()


@pytest.mark.django_db
def test_done_once() -> None:
    answer = done(work.challenge())
    assert work.is_done(answer)
    assert not work.is_done(answer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer",
    ["", "x", "e30=", "W10=", base64.b64encode(b'{"challenge":{"parameters":1},"solution":2}').decode(), "A" * 5000],
)
def test_anything_else_is_not_done(answer: str) -> None:
    assert not work.is_done(answer)


@pytest.mark.django_db
def test_a_challenge_made_easier_is_not_ours() -> None:
    asked = json.loads(work.challenge())
    asked["parameters"]["keyPrefix"] = ""
    assert not work.is_done(done(json.dumps(asked)))


@pytest.mark.django_db
def test_a_wrong_number_is_not_done() -> None:
    payload = json.loads(base64.b64decode(done(work.challenge())))
    payload["solution"]["counter"] += 1
    assert not work.is_done(base64.b64encode(json.dumps(payload).encode()).decode())


@pytest.mark.django_db
def test_an_old_one_is_not_done() -> None:
    answer = done(work.challenge())
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        assert not work.is_done(answer)


@pytest.mark.django_db(transaction=True)
def test_two_posts_at_once_with_one_work() -> None:
    answer, barrier, passed = done(work.challenge()), threading.Barrier(4), []

    def post() -> None:
        barrier.wait(10)
        try:
            passed.append(work.is_done(answer))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(passed) == [False, False, False, True]
