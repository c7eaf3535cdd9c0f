"""Staff open what is sealed with the right for it, where they may see it, and on record."""

from typing import Any

import pytest

from portal.audit.models import AuditEntry
from portal.feedback.contents.keys import Purged
from portal.feedback.contents.opening import DAMAGED, open_contact, open_content, open_notes, open_talk
from portal.feedback.contents.writing import add_note, send_message
from portal.feedback.models import Part, Submission
from portal.feedback.roles import FeedbackRole
from portal.feedback.transitions import NotPermitted
from portal.privacy.sealing import NoSealingKey
from tests.factories import ReferralFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.factories.feedback import CONTACT, TEXTS

pytestmark = pytest.mark.django_db


def staff(role: FeedbackRole, **kwargs: Any) -> Any:
    return UserFactory(groups=[role], **kwargs)


def test_every_opening_is_on_record() -> None:
    tip = SubmissionFactory(named=True, talk=[("office", "请补充时间地点"), ("citizen", "在二月")])
    moderator = staff(FeedbackRole.MODERATOR)
    content = open_content(tip, moderator)
    assert (content.title, content.body, content.accused) == (TEXTS["title"], TEXTS["body"], TEXTS["accused"])
    assert open_contact(tip, moderator) == CONTACT
    assert [(said.sender, said.text) for said in open_talk(tip, moderator)] == [
        ("office", "请补充时间地点"),
        ("citizen", "在二月"),
    ]
    add_note(tip, moderator, "与上月来信重复")
    assert [said.text for said in open_notes(tip, moderator)] == ["与上月来信重复"]
    recorded = AuditEntry.objects.filter(object_key=str(tip.pk), actor_id=moderator.pk).order_by("pk")
    assert [entry.action.removeprefix("submission.") for entry in recorded] == [
        "open_content",
        "open_contact",
        "open_talk",
        "note",
        "open_notes",
    ]
    assert not tip.messages.filter(is_read=False).exists()


@pytest.mark.parametrize(
    ("opened", "roles"),
    [
        (open_content, {FeedbackRole.INTAKE, FeedbackRole.MODERATOR, FeedbackRole.SUPERVISOR}),
        (open_contact, {FeedbackRole.INTAKE, FeedbackRole.MODERATOR}),
        (open_talk, {FeedbackRole.INTAKE, FeedbackRole.MODERATOR, FeedbackRole.SUPERVISOR}),
        (open_notes, {FeedbackRole.INTAKE, FeedbackRole.MODERATOR, FeedbackRole.SUPERVISOR}),
    ],
)
def test_only_with_the_right_for_it(opened: Any, roles: set[FeedbackRole]) -> None:
    unit = UnitFactory()
    tip = SubmissionFactory(named=True)
    ReferralFactory(submission=tip, unit=unit)
    for role in FeedbackRole:
        user = staff(role, units=[unit])
        if role in roles:
            opened(tip, user)
        else:
            with pytest.raises(NotPermitted):
                opened(tip, user)
            assert not AuditEntry.objects.filter(actor_id=user.pk).exists()
    with pytest.raises(NotPermitted):
        opened(tip, UserFactory(administrator=True))


def test_staff_of_the_accused_unit_open_and_write_nothing() -> None:
    unit = UnitFactory()
    tip = SubmissionFactory(accused=[unit])
    user = staff(FeedbackRole.MODERATOR, units=[unit])
    for act in (open_content, open_contact, open_talk, open_notes):
        with pytest.raises(NotPermitted):
            act(tip, user)
    for write in (send_message, add_note):
        with pytest.raises(NotPermitted):
            write(tip, user, "text")
    assert not AuditEntry.objects.filter(object_key=str(tip.pk)).exists()


def test_without_the_private_key_nothing_opens(settings: Any) -> None:
    tip = SubmissionFactory()
    settings.SEALING_PRIVATE_KEYS = []
    with pytest.raises(NoSealingKey):
        open_content(tip, staff(FeedbackRole.MODERATOR))


def test_deleting_the_wrapped_keys_is_deleting_the_submission() -> None:
    tip = SubmissionFactory()
    tip.wrapped_keys.all().delete()
    assert not tip.wrapped_keys.exists()
    with pytest.raises(Purged):
        open_content(tip, staff(FeedbackRole.MODERATOR))


def test_a_damaged_part_does_not_hide_the_others() -> None:
    tip = SubmissionFactory()
    part = tip.parts.get(name=Part.Name.TITLE)
    part.sealed = bytes(part.sealed)[:-1] + b"x"
    part.save()
    content = open_content(tip, staff(FeedbackRole.MODERATOR))
    assert (content.title, content.body) == (str(DAMAGED), TEXTS["body"])


def test_what_is_pasted_into_another_submission_does_not_open_there() -> None:
    one, other = SubmissionFactory(), SubmissionFactory()
    stolen = one.parts.get(name=Part.Name.BODY)
    other.parts.filter(name=Part.Name.BODY).update(sealed=bytes(stolen.sealed))
    other.wrapped_keys.all().delete()
    one.wrapped_keys.update(submission=other)
    with pytest.raises(Exception, match="cannot be opened"):
        open_content(Submission.objects.get(pk=other.pk), staff(FeedbackRole.MODERATOR))
