"""Something for every argument of an address, so that who may come in meets an object there."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Collection, Task, Workflow

from home.auditing import AccountAction
from portal.audit.log import Thing, record
from portal.content.models import PublicChange, Tombstone
from portal.feedback.models import Hearing, Referral
from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage, StandingName
from portal.notices.models.readings import ReadingSession
from tests.factories import (
    CaseFactory,
    CaseNoticePageFactory,
    DocumentFactory,
    ImageFactory,
    ReferralFactory,
    SubjectFactory,
    UnitFactory,
    UserFactory,
    section,
)
from tests.permissions.walking import Address

#: What an argument of this name is when its view says nothing of a model.
Known = dict[str, Any]
#: Arguments that are words.
WORDS = {
    "extension": "csv",
    "kind": "tip",
    "way": "phone",
    "model_name": "casenoticepage",
    "action_name": "approve",
    "filter_spec": "max-100x100",
}
#: Of these there is none to be met: what a workflow, an upload or a sending under way has made.
WITHOUT_SAMPLE = ("task_state_id", "workflow_state_id", "session_id", "uploaded_file_id", "attachment")
#: What is meant by a number, by the beginning of the address.
NUMBERS = {
    "admin/feedback/<key>/referrals/": "referral",
    "admin/hearings/": "hearing",
    "admin/feedback/views/": "",
    "admin/published-inquiries/": "",
}
#: What choosers are asked for, likewise: files, and what is under a notice that the account is not told of.
CHOSEN = {
    "admin/documents/chooser/": ("pk", "document_id"),
    "admin/images/chooser/": ("pk", "image_id"),
    "admin/choose-page/": ("parent_page_id", "internal"),
}


def prepare(user: User | None) -> Known:
    """One of everything; what has an owner is the user's, what is referred is referred to the user's unit."""
    page = CaseNoticePageFactory(summary="甄士测受到处分。")
    revision = page.save_revision()
    unit = UnitFactory()
    if user is not None:
        user.memberships.create(unit=unit)
    referral = ReferralFactory(unit=unit, state=Referral.State.OPEN)
    image, document, case = ImageFactory(), DocumentFactory(), CaseFactory()
    reading = ReadingSession.objects.create(user=user or UserFactory(), source="text")
    Tombstone.objects.create(path="/old", page_number=1, kind="notice")
    PublicChange.objects.create(kind="added", key="case:1", url="/cases/1/")
    record(AccountAction.DELETED, Thing("auth.user", "1"), actor=None)
    internal = CaseNoticePageFactory(internal=True, audience=[UnitFactory()])
    return {
        "internal": internal.pk,
        **dict.fromkeys(("page_id", "page_pk", "page_to_move_id", "pk"), page.pk),
        **dict.fromkeys(("parent_page_id", "destination_id"), section(CaseNoticeIndexPage).pk),
        **dict.fromkeys(("document_id", "doc_id"), document.pk),
        "image_id": image.pk,
        "revision_id": revision.pk,
        **dict.fromkeys(("revision_id_a", "revision_id_b"), revision.pk),
        "account": UserFactory().pk,
        "collection_id": Collection.objects.first().pk,
        "redirect_id": Redirect.objects.create(old_path="/older", redirect_link="/").pk,
        "task_id": Task.objects.first().pk,
        "workflow_pk": Workflow.objects.first().pk,
        "key": reading.pk,
        "standing": _standing_name(page).pk,
        "submission": referral.submission_id,
        "code": "accept",
        "referral": referral.pk,
        "content_type_app_name": "notices",
        "content_type_model_name": "casenoticepage",
        "case": case.pk,
        **dict.fromkeys(("app_label", "app_name"), "notices"),
        "object_id": str(page.pk),
        **WORDS,
        "hearing": Hearing.objects.create(title="市级阳光问效第一场", held_on=date(2026, 9, 1)).pk,
    }


def _standing_name(page: CaseNoticePage) -> StandingName:
    """An expired name that the page holds without a link to its case."""
    subject = SubjectFactory(name="甄士测", masked_on=date(2026, 1, 1))
    return StandingName.objects.create(subject=subject, key=f"case:{page.pk}")


def values_for(address: Address, known: Known) -> list[dict[str, Any]]:
    """The values of the arguments of an address: usually once; for every bulk action and every kind of settings."""
    if address.pattern.startswith("admin/bulk/"):
        return list(_bulk_actions())
    given = known | dict.fromkeys(WITHOUT_SAMPLE, 1) | _object_of(address, known)
    # An argument without a value would leave its row empty for everybody, and say nothing: it fails the walk.
    values = {name: given[name] for name in address.arguments}
    if address.pattern.startswith("admin/settings/"):
        names = [{"app_name": each._meta.app_label, "model_name": each._meta.model_name} for each in settings_registry]
        return [values | name for name in names]
    return [values]


def _object_of(address: Address, known: Known) -> dict[str, Any]:
    """What the view itself is for."""
    for begin, (argument, sample) in CHOSEN.items():
        if address.pattern.startswith(begin):
            return {argument: known[sample]} if argument in address.arguments else {}
    for begin, name in NUMBERS.items():
        if address.pattern.startswith(begin):
            return {"number": known.get(name, 1)} | ({"key": known["submission"]} if "<key>" in begin else {})
    names = {"pk", "key", "uid", "uidb64", "token"} & set(address.arguments)
    if address.model is not None and "pk" in names:
        first = address.model._default_manager.first()
        return {"pk": first.pk if first else 1}
    if "feedback" in getattr(address.callback, "__module__", ""):
        return dict.fromkeys(names, known["submission"])
    if address.pattern.startswith(("admin/pages/<pk>/", "admin/privacy-scan/")):
        return dict.fromkeys(names, known["page_id"])
    return dict.fromkeys(names & {"uidb64", "token"}, uuid.UUID(int=0).hex)


def _bulk_actions() -> Iterator[dict[str, Any]]:
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            yield from ({"app_label": app, "model_name": model, "action": action} for action in actions)
