"""Submissions in any state, with sealed content.

``SubmissionFactory(state="processing", named=True, accused=[unit])`` is a tip; ``InquiryFactory`` makes inquiries.
``submission.codes`` is the receipt of its citizen; ``texts={"title": …, "body": …}`` sets what is sealed.
"""

import secrets
from collections.abc import Iterable
from typing import Any

import factory
from django.utils import timezone

from portal.feedback.contents.keys import wrap_for_office
from portal.feedback.contents.sealing import seal, seal_part
from portal.feedback.contents.writing import add_message
from portal.feedback.models import Kind, Message, Part, Referral, State, Submission
from portal.feedback.receipts import prepare_receipt
from portal.feedback.receipts.codes import derived
from portal.privacy.sealing import DataKey
from tests.factories.organisations import UnitFactory

TEXTS: dict[str, Any] = {
    "title": "关于某局负责人违规收礼的反映",
    "body": "2026年春节期间，其多次收受管理服务对象所送礼品。",
    "accused": {"name": "某某"},
}
CONTACT = {"name": "举报人甲", "phone": "13800000000", "email": "citizen@example.org"}


class SubmissionFactory(factory.django.DjangoModelFactory[Submission]):
    """A tip, received by the web form; ``state`` is set without steps."""

    class Meta:
        model = Submission
        skip_postgeneration_save = True

    class Params:
        named = factory.Trait(is_named=True)
        merged = factory.Trait(state=State.MERGED, merged_into=factory.SubFactory("tests.factories.SubmissionFactory"))

    kind = Kind.TIP
    received_on = factory.LazyFunction(timezone.localdate)

    @factory.post_generation
    def accused(self, create: bool, extracted: Iterable[Any] | None, **kwargs: Any) -> None:
        for unit in extracted or ():
            self.accused.create(unit=unit)

    @factory.post_generation
    def texts(self, create: bool, extracted: dict[str, Any] | None, **kwargs: Any) -> None:
        self.key = DataKey.new()
        wrap_for_office(self, self.key)
        form_value = secrets.token_bytes(16)
        self.codes = next(derived(form_value))
        prepare_receipt(self, self.key, self.codes, secrets.token_bytes(32), form_value).save(force_insert=True)
        texts = {**TEXTS, **({"contact": CONTACT} if self.is_named else {}), **(extracted or {})}
        Part.objects.bulk_create(seal_part(self.key, self, Part.Name(name), value) for name, value in texts.items())

    @factory.post_generation
    def talk(self, create: bool, extracted: Iterable[tuple[str, str]] | None, **kwargs: Any) -> None:
        """``[("office", "text"), ("citizen", "text")]``."""
        for sender, text in extracted or ():
            add_message(self.key, Message(submission=self, sender=sender), text)


class InquiryFactory(SubmissionFactory):
    """An inquiry whose author agrees to publication."""

    kind = Kind.INQUIRY
    consents_to_publish = True


class ReferralFactory(factory.django.DjangoModelFactory[Referral]):
    """A submission in the hands of a unit, by a redacted summary."""

    class Meta:
        model = Referral

    submission = factory.SubFactory(SubmissionFactory)
    unit = factory.SubFactory(UnitFactory)
    referred_on = factory.LazyFunction(timezone.localdate)
    due_on = factory.LazyFunction(timezone.localdate)

    @classmethod
    def _create(cls, model_class: type[Referral], *args: Any, **kwargs: Any) -> Referral:
        summary = kwargs.pop("summary", "群众反映某单位作风问题，请核实。")
        referral = model_class(*args, **kwargs)
        key = referral.submission.key
        referral.sealed_reason = seal(key, "属其职责", referral.submission_id, "referral-reason", referral.pk)
        referral.sealed_summary = seal(key, summary, referral.submission_id, "referral-summary", referral.pk)
        referral.save(force_insert=True)
        return referral
