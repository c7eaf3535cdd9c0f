"""The command that loads the demonstration site: once, and never over what somebody else made."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from home.demo import loading, places
from home.demo.loading import Loaded
from home.demo.publishing import is_loaded
from home.demo.staff import Account
from portal.organisations.models import Unit
from tests.factories.notices import CaseNoticePageFactory


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command without its seconds of work: places only, and one account."""

    def load(today: date, report: object) -> Loaded:
        places.create()
        return Loaded([Account("admin", "administrator", "s3cret-shown-once")], 1)

    monkeypatch.setattr(loading, "load", load)
    monkeypatch.setattr("home.management.commands.load_demo.Command._bring_up_to_date", lambda *args: set())


def run(*args: str) -> str:
    out = StringIO()
    call_command("load_demo", *args, stdout=out)
    return out.getvalue()


def test_passwords_are_shown_once_and_the_second_run_does_nothing(db: None, quick: None) -> None:
    assert "s3cret-shown-once" in run()
    units = Unit.objects.count()

    assert "s3cret" not in run()
    assert Unit.objects.count() == units


def test_notices_of_somebody_else_are_respected(db: None, quick: None) -> None:
    CaseNoticePageFactory()

    with pytest.raises(CommandError, match="--force"):
        run()
    run("--if-empty")
    assert not is_loaded()
    run("--force")
    assert is_loaded()


def test_somebody_elses_account_keeps_its_password(db: None) -> None:
    User.objects.create_user("editor", password="their own words")

    with pytest.raises(CommandError, match="editor"):
        run()

    assert User.objects.get().check_password("their own words")
    assert not is_loaded()
