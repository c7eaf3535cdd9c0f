"""New generations of the office's key, while the portal runs; and that a missing one is seen at once."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portal.alerts.addresses import address_of, mark_of, seal
from portal.alerts.models import Subscriber
from portal.audit.models import AuditEntry
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.opening import content_of
from portal.feedback.models import Submission
from portal.feedback.receipts import open_receipt
from portal.privacy.sealing import NoSealingKey, key_texts
from tests.factories import SubmissionFactory
from tests.factories.feedback import TEXTS
from tests.feedback.citizen import Citizen, receipt_of

pytestmark = pytest.mark.django_db

NEW = key_texts.to_text(b"the new generation".ljust(32, b"."))


def rotated(**options: Any) -> str:
    said = io.StringIO()
    call_command("rotate_keys", stdout=said, **options)
    return said.getvalue()


def opens(tip: Submission) -> bool:
    return content_of(tip, office_key(tip)).body == TEXTS["body"]


def test_a_new_key_takes_over_and_the_old_one_can_go(settings: Any) -> None:
    old = settings.SEALING_PRIVATE_KEYS[0]
    before = SubmissionFactory()
    settings.SEALING_PUBLIC_KEY = [key_texts.public_text(NEW)]
    settings.SEALING_PRIVATE_KEYS = [NEW, old]
    # Citizens go on meanwhile, with the new key.
    receipt_of(Citizen().hand_in())
    after = Submission.objects.exclude(pk=before.pk).get()
    assert "submissions: 1 wrapped anew" in rotated()
    assert "submissions: 0 wrapped anew" in rotated()
    assert before.wrapped_keys.count() == 2
    assert "submissions: 1 wrapped anew" in rotated(forget_old=True)
    settings.SEALING_PRIVATE_KEYS = [NEW]
    assert opens(before)
    assert office_key(after)
    settings.SEALING_PRIVATE_KEYS = [old]
    with pytest.raises(NoSealingKey):
        office_key(before)
    # The citizen's own way in is none of the office's.
    assert open_receipt(before.codes.code, before.codes.secret).submission == before
    assert AuditEntry.objects.filter(action="keys.rotate", object_key=str(before.pk)).count() == 2


def test_addresses_of_subscribers_go_along(settings: Any) -> None:
    old = settings.SEALING_PRIVATE_KEYS[0]
    mark = mark_of("reader@example.org")
    sealed, keys = seal("reader@example.org", mark)
    subscriber = Subscriber.objects.create(mark=mark, sealed=sealed, keys=keys, language="en")
    settings.SEALING_PUBLIC_KEY = [key_texts.public_text(NEW)]
    settings.SEALING_PRIVATE_KEYS = [NEW, old]
    assert "subscribers: 1 wrapped anew" in rotated(forget_old=True)
    settings.SEALING_PRIVATE_KEYS = [NEW]
    subscriber.refresh_from_db()
    assert address_of(subscriber) == "reader@example.org"


def test_an_offline_key_is_added_to_what_there_is(settings: Any) -> None:
    tip = SubmissionFactory()
    settings.SEALING_PUBLIC_KEY = [*settings.SEALING_PUBLIC_KEY, key_texts.public_text(NEW)]
    rotated()
    settings.SEALING_PRIVATE_KEYS = [NEW]
    assert opens(tip)


def test_with_a_wrong_or_missing_key_nothing_is_lost(settings: Any) -> None:
    own = settings.SEALING_PRIVATE_KEYS
    tip = SubmissionFactory()
    settings.SEALING_PUBLIC_KEY = [key_texts.public_text(NEW)]
    settings.SEALING_PRIVATE_KEYS = [NEW]
    with pytest.raises(CommandError, match="no private key"):
        rotated(forget_old=True)
    settings.SEALING_PRIVATE_KEYS = own
    assert opens(tip)


def test_what_was_purged_is_not_wrapped_again(settings: Any) -> None:
    tip = SubmissionFactory()
    tip.wrapped_keys.all().delete()
    settings.SEALING_PUBLIC_KEY = [key_texts.public_text(NEW)]
    settings.SEALING_PRIVATE_KEYS = [NEW, *settings.SEALING_PRIVATE_KEYS]
    rotated()
    assert not tip.wrapped_keys.exists()


def test_readiness_tells_of_a_key_that_has_ended(settings: Any) -> None:
    keys = Client().get("/readyz").json()["sealing"]["keys"]
    assert keys == {"can_seal": True, "can_open_here": True, "late": False}
    settings.SEALING_PUBLIC_KEY = [settings.SEALING_PUBLIC_KEY[0] + "@2020-01-01"]
    answer = Client().get("/readyz").json()
    assert answer["sealing"]["keys"]["late"]
    assert answer["status"] != "ready"
    assert settings.SEALING_PRIVATE_KEYS[0] not in str(answer)


def test_new_keys_are_made_by_a_command() -> None:
    made = io.StringIO()
    call_command("new_sealing_key", stdout=made, stderr=io.StringIO())
    public, private = (line.partition("=")[2] for line in made.getvalue().splitlines())
    assert key_texts.public_text(private) == public
