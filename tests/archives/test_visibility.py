"""Internal entries: for the staff of the unit and above who may read their notices, and for nobody and nothing else."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from portal.notices.models import InspectedUnit, RectificationItem
from tests.archives.conftest import Bureau, titles
from tests.factories import (
    CaseFactory,
    CaseNoticePageFactory,
    InspectionPageFactory,
    StaffMembershipFactory,
    UserFactory,
    WarningPageFactory,
)
from tests.factories.clarifications import term
from tests.kept import kept

pytestmark = pytest.mark.django_db

SECRETS = ("党内通报一件", "内部巡察", "内部问题", "给本局的内部提醒")


@kept()
def secret(filled: Bureau) -> Bureau:
    """Internal entries of several sources."""
    bureau = {"audience": [filled.bureau, filled.city], "published_on": date(2026, 1, 5)}
    CaseNoticePageFactory(internal=True, title=SECRETS[0], issuing_unit=filled.bureau, **bureau)
    WarningPageFactory(internal=True, title=SECRETS[3], issuing_unit=filled.city, **bureau)
    inspection = InspectionPageFactory(internal=True, title=SECRETS[1], issuing_unit=filled.city, **bureau)
    inspected = InspectedUnit.objects.create(page=inspection, unit=filled.bureau)
    RectificationItem.objects.create(inspected=inspected, problem=SECRETS[2], state=term("rectify_status", "ongoing"))
    return filled


def works(unit: object, **kwargs: object) -> User:
    user: User = UserFactory()
    StaffMembershipFactory(user=user, unit=unit, **kwargs)
    return user


def shown_to(user: User | None, address: str = "/units/bureau/archive/") -> set[str]:
    client = Client()
    if user:
        client.force_login(user)
    return set(titles(client, address)) & set(SECRETS)


def test_the_staff_of_the_unit_and_above_see_them(secret: Bureau) -> None:
    assert shown_to(works(secret.bureau)) == set(SECRETS)
    assert shown_to(works(secret.city)) == set(SECRETS)


def test_nobody_else_does(secret: Bureau) -> None:
    assert shown_to(None) == set()
    assert shown_to(works(secret.office)) == set()
    assert shown_to(works(secret.bureau, ended=True)) == set()
    assert shown_to(UserFactory(is_superuser=True)) == set()
    inactive = works(secret.bureau)
    client = Client()
    client.force_login(inactive)
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    assert not set(titles(client, "/units/bureau/archive/")) & set(SECRETS)


def test_whom_a_notice_does_not_name_does_not_see_its_entry(secret: Bureau) -> None:
    CaseNoticePageFactory(internal=True, title="只给城建一所", issuing_unit=secret.bureau, audience=[secret.office])
    client = Client()
    client.force_login(works(secret.city))
    assert "只给城建一所" not in titles(client, "/units/bureau/archive/")


def test_what_is_internal_is_never_kept(secret: Bureau) -> None:
    client = Client()
    client.force_login(works(secret.bureau))
    response = client.get("/units/bureau/archive/")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert shown_to(None) == set()
    assert client.get("/units/bureau/archive/print/")["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("what", ["feed/", "entries.csv", "entries.xlsx", "entries.json"])
def test_feed_and_files_never_tell_of_it(secret: Bureau, what: str) -> None:
    plain, staff = Client(), Client()
    staff.force_login(works(secret.bureau))
    public, own = (client.get(f"/units/bureau/archive/{what}?below=1") for client in (plain, staff))
    assert public.status_code == own.status_code == 200
    if what == "entries.json":
        assert json.loads(public.content)["entries"] == json.loads(own.content)["entries"]
    for response in (public, own):
        assert not any(word.encode() in response.content for word in SECRETS)


def test_what_is_not_published_has_no_entry(filled: Bureau, client: Client) -> None:
    before = titles(client, "/units/bureau/archive/")
    CaseNoticePageFactory(draft=True, issuing_unit=filled.bureau)
    CaseNoticePageFactory(restricted=True, issuing_unit=filled.bureau)
    CaseFactory(unit=filled.bureau, subjects=[{"measures": [{"grade": "pd1"}]}])
    assert titles(client, "/units/bureau/archive/") == before
