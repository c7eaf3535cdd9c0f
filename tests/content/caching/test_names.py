"""A kept page does not name anybody a moment longer than the name is public."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.cases import masking
from portal.cases.models import Case
from portal.notices.models import NoticeCase
from tests.factories import CaseFactory, CaseNoticePageFactory

pytestmark = pytest.mark.django_db

NAME, SHOWN = "甄士测", "甄某某"
#: Noon in Shanghai; midnight is at 16:00 UTC.
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def test_midnight_and_the_task(kept: Callable[..., None]) -> None:
    with time_machine.travel(NOON) as clock:
        case: Case = CaseFactory(
            heading="一起问题",
            facts=f"经查，{NAME}收受礼金。",
            subjects=[{"name": NAME, "name_public_until": timezone.localdate()}],
        )
        NoticeCase.objects.create(page=CaseNoticePageFactory(), case=case)
        address = f"/cases/{case.pk}/"

        def page() -> str:
            return str(Client().get(address).content.decode())

        kept(address)
        assert page().count(NAME) > 1
        clock.move_to(NOON + timedelta(hours=11, minutes=59))
        assert page().count(NAME) > 1
        clock.move_to(NOON + timedelta(hours=12, seconds=1))
        # The name itself is gone with its day, wherever it is shown as a name; what was written in a text waits for
        # the task, which is a few minutes away.
        assert SHOWN in page()
        kept(address)
        masking.mask_expired()
        assert NAME not in page()
        assert "经查，甄某某收受礼金。" in page()
