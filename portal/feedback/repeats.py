"""What was merged: a repeat has the protection of what it was merged into, and gives it its own; it shares its end, and
stands by itself again where that ends without anybody having looked into it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.feedback.contents.keys import Purged, office_key
from portal.feedback.contents.writing import add_message
from portal.feedback.models import AccusedUnit, Message, Recusal, State, Submission
from portal.feedback.referrals.ending import end_unfit_referrals
from portal.feedback.telling.telling import tell_later
from portal.feedback.tracking.words import STATUS
from portal.feedback.transitions import Applied, Party, apply, register_effect
from portal.privacy.sealing import Damaged

#: After these the authors of repeats are written to as well.
_RESULTS = frozenset({"refuse", "transfer", "report_up", "tell", "publish", "answer"})


def register() -> None:
    """Follow the transitions."""
    register_effect(follow)


def follow(applied: Applied) -> None:
    """Join, part, or tell."""
    submission, code = applied.submission, applied.transition.code
    if submission.state == State.MERGED and submission.merged_into is not None:
        _join(submission, submission.merged_into)
    elif submission.state == State.WITHDRAWN:
        part_repeats(submission)
    elif code in _RESULTS:
        _tell_of_result(applied)


def lock_joined(submission: Submission) -> list[Submission]:
    """All of them, locked in the order that everybody keeps: what leads first, then its repeats by their keys."""
    leading = submission.merged_into_id or submission.pk
    first = Submission.objects.select_for_update().get(pk=leading)
    return [first, *lock_repeats(first)]


def lock_repeats(leading: Submission) -> list[Submission]:
    """Those merged into it, locked by who has locked it."""
    return list(leading.repeats.select_for_update().order_by("pk"))


def share_protection(together: list[Submission]) -> None:
    """Whom one accuses and who stays away from one, is kept from all; referrals to such units end."""
    accused = list(AccusedUnit.objects.filter(submission__in=together).order_by("pk"))
    recusals = list(Recusal.objects.filter(submission__in=together).order_by("pk"))
    AccusedUnit.objects.bulk_create(
        [
            AccusedUnit(submission=each, unit_id=row.unit_id, found_by_id=row.found_by_id, is_shared=True)
            for each in together
            for row in {row.unit_id: row for row in accused}.values()
        ],
        ignore_conflicts=True,
    )
    Recusal.objects.bulk_create(
        [
            Recusal(submission=each, user_id=row.user_id, ground=row.ground, since=row.since)
            for each in together
            for row in {row.user_id: row for row in recusals}.values()
        ],
        ignore_conflicts=True,
    )
    for each in together:
        end_unfit_referrals(each)


def part_repeats(leading: Submission) -> None:
    """Its repeats are handled by themselves again, from the beginning."""
    for repeat in lock_repeats(leading):
        tell_later(apply(repeat, "separate", Party.SYSTEM))


def part_all_left_behind() -> int:
    """The nightly job: repeats of what was withdrawn, or was merged itself, before that was seen to; how many."""
    left = Submission.objects.filter(merged_into__state__in=[State.MERGED, State.WITHDRAWN]).order_by("pk")
    for repeat in left:
        with transaction.atomic():
            _set_right(repeat)
    return len(left)


def _set_right(repeat: Submission) -> None:
    passed, leading = {repeat.pk}, repeat.merged_into
    while leading is not None and leading.state == State.MERGED and leading.pk not in passed:
        passed.add(leading.pk)
        leading = leading.merged_into
    if leading is None or leading.state in {State.MERGED, State.WITHDRAWN}:
        tell_later(apply(repeat, "separate", Party.SYSTEM))
    else:
        Submission.objects.filter(pk=repeat.pk).update(merged_into=leading)
        share_protection([leading, *lock_repeats(leading)])


def write_to_repeats(leading: Submission, text: str, *, about: str, author: User | None) -> None:
    """A message to the author of each repeat, in the caller's transaction; not where nobody can read it any more."""
    for repeat in lock_repeats(leading):
        try:
            key = office_key(repeat)
        except (Purged, Damaged):
            continue
        draft = Message(submission=repeat, sender=Message.Sender.OFFICE, author=author, about=about)
        add_message(key, draft, text)
        tell_later(repeat)


def _join(repeat: Submission, leading: Submission) -> None:
    # What was merged into the repeat goes with it: nothing hangs on what is not handled itself.
    repeat.repeats.update(merged_into=leading)
    share_protection([leading, *lock_repeats(leading)])


def _tell_of_result(applied: Applied) -> None:
    """Not in the words that were written to somebody else: they may speak of that person."""
    with translation.override(settings.LANGUAGE_CODE):
        status = STATUS[State(applied.submission.state)]
        text = _(
            "The matter that you wrote about, too, has been dealt with: "
            "it was handled together with another submission. What came of it: %(status)s."
        ) % {"status": status}
        more = _("If you need to know more, please write to us here.")
    write_to_repeats(applied.submission, f"{text}\n{more}", about=applied.transition.code, author=applied.actor)
