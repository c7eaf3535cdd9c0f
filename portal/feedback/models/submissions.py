"""A submission: a tip or an inquiry, by what staff sort, filter and count it."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.cases.models import Term
from portal.feedback.roles import EXTRA_RIGHTS, Staff
from portal.organisations.models import Region, Unit


class Kind(models.TextChoices):
    """The two products, with two clocks."""

    TIP = "tip", _("tip")
    INQUIRY = "inquiry", _("inquiry")


class Channel(models.TextChoices):
    """The way by which it came. All but the first are recorded by staff."""

    WEB = "web", _("web")
    PHONE = "phone", _("telephone")
    LETTER = "letter", _("letter")
    VISIT = "visit", _("visit")
    HEARING = "hearing", _("live hearing")
    TRANSFER = "transfer", _("transferred by another body")


class Priority(models.IntegerChoices):
    """How soon it is looked at. What looks like one of a flood is low, and never refused."""

    LOW = 0, _("low")
    NORMAL = 1, _("normal")
    HIGH = 2, _("high")


class State(models.TextChoices):
    """Where it stands. `portal.feedback.transitions` is the one way from one to another."""

    RECEIVED = "received", _("received")
    SUPPLEMENT_ASKED = "supplement_asked", _("supplement asked")
    NOT_ACCEPTED = "not_accepted", _("not accepted")
    ACCEPTED = "accepted", _("accepted")
    TRANSFERRED = "transferred", _("transferred")
    REPORTED_UP = "reported_up", _("reported up")
    PROCESSING = "processing", pgettext_lazy("state", "processing")
    TOLD = "told", _("result told")
    MODERATED = "moderated", _("moderated")
    REFERRED = "referred", _("referred")
    REPLIED = "replied", _("reply drafted")
    REVIEWED = "reviewed", _("reply reviewed")
    PUBLISHED = "published", pgettext_lazy("state", "published")
    ANSWERED = "answered", _("answered privately")
    RATED = "rated", _("rated")
    REOPENED = "reopened", _("reopened")
    CLOSED = "closed", pgettext_lazy("state", "closed")
    MERGED = "merged", _("merged with a repeat")
    WITHDRAWN = "withdrawn", _("withdrawn")


#: Nothing is to be done any more.
ENDED = frozenset({State.NOT_ACCEPTED, State.TRANSFERRED, State.REPORTED_UP, State.CLOSED, State.TOLD})
ENDED |= {State.PUBLISHED, State.ANSWERED, State.RATED, State.MERGED, State.WITHDRAWN}
#: The rest, by name: a database finds what is in a list by its index, and what is not in one only by reading all.
OPEN = tuple(sorted(frozenset(State) - ENDED))
_BOTH = {State.RECEIVED, State.SUPPLEMENT_ASKED, State.NOT_ACCEPTED, State.CLOSED, State.MERGED, State.WITHDRAWN}
_BOTH |= {State.REOPENED, State.TRANSFERRED}
STATES: dict[Kind, frozenset[State]] = {
    Kind.TIP: frozenset(_BOTH | {State.ACCEPTED, State.REPORTED_UP, State.PROCESSING, State.TOLD}),
    Kind.INQUIRY: frozenset(
        _BOTH
        | {State.MODERATED, State.REFERRED, State.REPLIED, State.REVIEWED}
        | {State.PUBLISHED, State.ANSWERED, State.RATED}
    ),
}
#: Crockford's base32: no letter that is mistaken for a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """Eight random characters by which staff name a file among themselves; a citizen never sees it."""
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions by who may see them and where they stand."""

    def visible_to(self, user: Staff) -> Self:
        """The only way in which staff code reads: what this account may know to exist."""
        from portal.feedback.visibility import visible

        return visible(self, user)

    def of(self, kind: Kind) -> Self:
        """Tips or inquiries."""
        return self.filter(kind=kind)

    def open(self) -> Self:
        """Those that somebody still has to do something for."""
        return self.filter(state__in=OPEN)


class Submission(models.Model):
    """What a citizen handed in. Its texts are parts, messages and attachments, sealed with its data key.

    It holds no address, no device, no time of day. Its key is random, so that it tells no order either.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("file number"), max_length=8, unique=True, default=new_reference, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.WEB)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.RECEIVED)
    category = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("category")
    )
    #: Of an inquiry: who is asked. Of a tip: the unit that the citizen chose; whom it accuses, `accused` says.
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("unit")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("region")
    )
    is_named = models.BooleanField(_("named"), default=False)
    consents_to_publish = models.BooleanField(_("consents to publication"), default=False)
    received_on = models.DateField(_("received on"))
    #: The earliest due day of its running clocks; `portal.feedback.clocks` keeps it.
    due_on = models.DateField(_("due on"), null=True, blank=True)
    priority = models.SmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="repeats", null=True, blank=True, verbose_name=_("merged into")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("recorded by"),
    )

    objects = SubmissionQuerySet.as_manager()

    #: Wagtail tells whoever may see a unit what refers to it: nobody is to count there what was handed in about it.
    wagtail_reference_index_ignore = True

    #: The account for which a view has read this very object through `visible_to`, in this request.
    known_to: int | None = None

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        default_permissions = ("view",)
        permissions = EXTRA_RIGHTS
        ordering: ClassVar[list[str]] = ["-received_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(kind=Kind.TIP, state__in=sorted(STATES[Kind.TIP]))
                | models.Q(kind=Kind.INQUIRY, state__in=sorted(STATES[Kind.INQUIRY])),
                name="submission_state_of_its_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.INQUIRY) | models.Q(consents_to_publish=False), name="tip_never_public"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.MERGED, merged_into__isnull=False)
                | (~models.Q(state=State.MERGED) & models.Q(merged_into__isnull=True)),
                name="submission_merged_into_another",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # The queue: piles are counted and a page of it is chosen without a look at the rows themselves.
            models.Index(fields=["state", "due_on", "received_on", "id", "priority"], name="submission_queue"),
            models.Index(fields=["kind", "state", "-received_on"], name="submission_by_kind_and_day"),
            models.Index(fields=["received_on"], name="submission_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.reference[:4]}-{self.reference[4:]}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something for it."""
        return self.state not in ENDED
