"""What the apps record: each step of publishing, privacy, names and accounts, with who did it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext, activate, deactivate

from home.roles import Role
from portal.audit import anchors, chain
from portal.audit.models import AuditEntry
from portal.audit.verification import verify
from portal.cases.masking import mask_expired
from portal.content.changes import ledger
from portal.content.models import PublicChange
from portal.notices.privacy.decisions import accept
from portal.notices.privacy.spots import open_spots
from portal.organisations.models import StaffMembership
from tests.audit.steps import take
from tests.factories import CaseFactory, CaseNoticePageFactory, UnitFactory, UserFactory
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db


def entries(prefix: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action__startswith=prefix).order_by("pk"))


def actions_of(kind: str, key: object) -> list[str]:
    found = AuditEntry.objects.filter(object_kind=kind, object_key=str(key)).order_by("pk")
    return list(found.values_list("action", flat=True))


def test_a_notice_is_published_and_taken_down() -> None:
    user = UserFactory(groups=[Role.PUBLISHER])
    page = CaseNoticePageFactory()
    page.save_revision(user=user).publish(user=user)
    page.unpublish(user=user)
    steps = [(entry.action, entry.actor_id, entry.actor_role) for entry in entries("notice.")]
    assert steps == [("notice.publish", user.pk, "publisher"), ("notice.unpublish", user.pk, "publisher")]
    (kind,) = {entry.object_kind for entry in entries("public.") if entry.object_key == str(page.pk)}
    assert "public.withdrawn" in actions_of(kind, page.pk)


def test_what_readers_see_is_followed_whatever_the_way() -> None:
    for kind in PublicChange.Kind:
        ledger.tell(kind, "case:17", "/cases/17/", note="不应入链的说明")
    assert actions_of("case", 17) == ["public.added", "public.corrected", "public.masked", "public.withdrawn"]
    assert "不应" not in str([entry.details for entry in entries("public.")])


def test_a_privacy_override_without_its_reason() -> None:
    user = UserFactory(groups=[Role.PUBLISHER])
    page = CaseNoticePageFactory(live=False, body=[paragraph("<p>联系电话13800000001。</p>")])
    spots = open_spots(page)
    assert spots
    accept(page, spots, user, "值班电话,可以公开")
    (entry,) = entries("privacy.override")
    assert (entry.object_key, entry.actor_id) == (str(page.pk), user.pk)
    assert entry.details["kinds"]
    assert set(entry.details) == {"history", "kinds"}


def test_a_name_that_stays_longer() -> None:
    case = CaseFactory(subjects=[{"name": "王小明", "measures": [{"grade": "pd1"}]}])
    subject = case.subjects.get()
    subject.name_public_until = timezone.localdate() + timedelta(days=900)
    subject.name_override_reason = "上级要求"
    subject.save()
    (entry,) = entries("name.keep")
    assert entry.details["subject"] == subject.pk
    assert entry.details["until"] == subject.name_public_until.isoformat()


def test_names_whose_time_is_over() -> None:
    with time_machine.travel("2020-01-10T10:00:00+08:00"):
        case = CaseFactory(subjects=[{"name": "王小明", "measures": [{"grade": "pd1"}]}])
    subject = case.subjects.get()
    subject.name_public_until = timezone.localdate() - timedelta(days=1)
    subject.save()
    assert mask_expired() == 1
    (entry,) = entries("name.mask")
    assert (entry.object_kind, entry.object_key, entry.actor_role) == ("cases.case", str(case.pk), "system")


def test_roles_from_both_sides() -> None:
    user, publisher = UserFactory(), Group.objects.get(name=Role.PUBLISHER)
    user.groups.add(publisher)
    publisher.user_set.remove(user)
    user.groups.set([publisher])
    user.groups.clear()
    publisher.user_set.add(user)
    publisher.user_set.clear()
    user.groups.clear()
    steps = [(entry.action, entry.object_key, entry.details) for entry in entries("roles.")]
    given, taken = ((action, str(user.pk), {"groups": [publisher.pk]}) for action in ("roles.give", "roles.take"))
    assert steps == [given, taken, given, taken, given, taken]


def test_rights_and_all_rights() -> None:
    user = UserFactory()
    permission = Group.objects.get(name=Role.AUDITOR).permissions.first()
    user.user_permissions.add(permission)
    Group.objects.get(name=Role.EDITOR).permissions.add(permission)
    assert [entry.object_kind for entry in entries("rights.")] == ["auth.user", "auth.group"]
    before = len(entries("account."))
    user.is_superuser = True
    user.save()
    user.last_login = timezone.now()
    user.save(update_fields=["last_login"])
    user.save()
    found = entries("account.")[before:]
    assert [entry.details for entry in found] == [{"active": True, "superuser": True}]
    user.delete()
    assert entries("account.")[-1].action == "account.delete"


def test_a_place_in_a_unit() -> None:
    user, unit = UserFactory(), UnitFactory()
    place = StaffMembership.objects.create(user=user, unit=unit, post="科长", until="2027-01-31")
    place.delete()
    assert [(entry.action, entry.object_key, entry.details) for entry in entries("membership.")] == [
        ("membership.set", str(user.pk), {"unit": unit.pk, "until": "2027-01-31"}),
        ("membership.delete", str(user.pk), {"unit": unit.pk}),
    ]


def test_the_actor_is_who_is_signed_in() -> None:
    administrator = UserFactory(groups=[Role.ADMINISTRATOR])
    activate(LogContext(user=administrator))
    try:
        UserFactory(groups=[Role.EDITOR])
    finally:
        deactivate()
    assert entries("roles.give")[-1].actor_id == administrator.pk


def test_the_list_is_read_by_auditors(client: Any) -> None:
    auditor = UserFactory(groups=[Role.AUDITOR])
    for number in range(3):
        take(number)
    chain.link_pending()
    client.force_login(auditor)
    address = reverse("audit_log:index")
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = client.get(address)
    assert page.status_code == 200
    for number in range(20):
        take(number)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address, {"action": "test.taken", "object_kind": "test"})
    assert len(many) <= len(few) + 2
    assert "taken" in page.content.decode()
    assert client.get(address, {"action": "roles.give", "actor_id": 0}).content.decode().count("roles.give") < 5
    # Nobody adds or changes anything.
    assert client.get(f"{address}new/").status_code in {302, 403, 404}


def test_the_chain_of_all_of_it_is_whole() -> None:
    test_roles_from_both_sides()
    chain.link_pending()
    assert verify(anchors.path()).faults == []


def test_nothing_is_recorded_of_a_step_that_failed() -> None:
    user = UserFactory()
    before = AuditEntry.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        user.groups.add(Group.objects.get(name=Role.EDITOR))
        raise RuntimeError
    assert AuditEntry.objects.count() == before
