"""Searching what is sealed: a bounded number is opened in memory and forgotten; the audit log says that it was."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.audit.log import Thing, record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.keys import Purged, office_key
from portal.feedback.contents.opening import Content, content_of, key_for
from portal.feedback.models import AccusedUnit, Part, Submission
from portal.feedback.roles import Right, may
from portal.feedback.transitions import NotPermitted
from portal.privacy.sealing import Damaged

#: As many of the newest are compared with a submission, and searched for words.
COMPARED, SEARCHED = 300, 2000
#: The likeliest that are shown, and how alike they have to be.
SHOWN, ALIKE = 5, 0.25
#: Rows that are held in memory at once.
BATCH = 200


@dataclass(frozen=True, slots=True)
class Repeat:
    """Another submission that may be on the same matter."""

    submission: Submission
    content: Content
    likeness: int


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found, newest first, among how many of the newest."""

    found: list[Submission]
    searched: int


def likely_repeats(submission: Submission, user: User) -> tuple[Content, list[Repeat]]:
    """The content of a submission, and the most alike that share accused unit, unit, category or region with it.

    The search is recorded once, and of each that is shown that its content was opened. Raises NotPermitted, Purged,
    NoSealingKey or Damaged.
    """
    key = key_for(submission, user, Right.OPEN_CONTENT, FeedbackAction.SEARCHED, most=COMPARED)
    own = content_of(submission, key)
    wanted = pairs(f"{own.title}\n{own.body}")
    candidates = _neighbours(submission, user)[:COMPARED]
    compared = (
        Repeat(row, content, likeness(wanted, pairs(f"{content.title}\n{content.body}")))
        for row, content in _opened(candidates)
    )
    alike = [repeat for repeat in compared if repeat.likeness >= ALIKE * 100]
    best = sorted(alike, key=lambda repeat: repeat.likeness, reverse=True)[:SHOWN]
    for repeat in best:
        record(FeedbackAction.CONTENT_OPENED, repeat.submission, actor=user)
    return own, best


def search(user: User, words: str) -> Hits:
    """Those of the newest that this account may know of which hold all the words in what was handed in.

    Neither the words nor what they found is recorded, only that somebody searched. Raises NotPermitted or NoSealingKey.
    """
    if not may(user, Right.OPEN_CONTENT):
        raise NotPermitted(_("You may not open this."))
    rows = Submission.objects.visible_to(user).select_related("category", "unit").order_by("-received_on", "pk")
    wanted = [plain(word) for word in words.split()]
    record(FeedbackAction.SEARCHED, Thing("feedback.submission", "queue"), actor=user, details={"most": SEARCHED})
    searched, found = 0, []
    for row, content in _opened(rows[:SEARCHED]):
        searched += 1
        text = plain(" ".join((content.title, content.body, *map(str, content.accused.values()))))
        if wanted and all(word in text for word in wanted):
            found.append(row)
    return Hits(found, searched)


def plain(text: str) -> str:
    """As texts are compared: one width, small letters, no blanks or punctuation between the signs."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text."""
    signs = plain(text)
    return frozenset(map("".join, zip(signs, signs[1:], strict=False)))


def likeness(one: frozenset[str], other: frozenset[str]) -> int:
    """How much of the shorter text stands in the longer one too, in percent."""
    shorter = min(len(one), len(other))
    return round(100 * len(one & other) / shorter) if shorter else 0


def _neighbours(submission: Submission, user: User) -> QuerySet[Submission]:
    accused = list(submission.accused.values_list("unit_id", flat=True))
    shared = Q(pk__in=AccusedUnit.objects.filter(unit__in=accused).values("submission"))
    for name in ("unit", "category", "region"):
        if value := getattr(submission, f"{name}_id"):
            shared |= Q(**{name: value})
    rows = Submission.objects.visible_to(user).filter(shared, kind=submission.kind, merged_into=None)
    return rows.exclude(pk=submission.pk).select_related("category", "unit").order_by("-received_on", "pk")


def _opened(rows: QuerySet[Submission]) -> Iterator[tuple[Submission, Content]]:
    """Each with its content; those that nobody can read any more are left out."""
    parts = Prefetch("parts", Part.objects.exclude(name=Part.Name.CONTACT))
    for row in rows.prefetch_related("wrapped_keys", parts).iterator(chunk_size=BATCH):
        try:
            yield row, content_of(row, office_key(row))
        except (Purged, Damaged):
            continue
