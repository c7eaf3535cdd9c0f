"""How units answer: of what was published, and of units with enough of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

from portal.feedback.models import AnswerRound, PublicInquiry, Rating, Step
from portal.feedback.public.suppression import THRESHOLD, Cell, cell
from portal.organisations.models import Unit

#: By submission.
Ratings = dict[UUID | None, list[Rating]]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one unit has to do with one inquiry: its first answer, whether one of its answers was late, its ratings."""

    submission: UUID | None
    days: int
    is_late: bool
    ratings: list[Rating]


@dataclass(frozen=True, slots=True)
class Score:
    """One unit."""

    unit: Unit
    answered: int
    on_time: int
    #: Calendar days from receipt to answer, the middle one.
    days: float
    #: 1 to 5; None with too few ratings to tell.
    rating: float | None
    solved: float | None
    reopened: Cell

    @property
    def on_time_share(self) -> float:
        """Percent."""
        return 100 * self.on_time / self.answered


def scores(first: date, last: date) -> tuple[list[Score], int]:
    """The units that answered in these days, the most punctual first; and how many have too few to be shown."""
    published = PublicInquiry.objects.published().filter(answered_on__range=(first, last))
    rows = list(published.prefetch_related("rounds"))
    by_unit = _by_unit(rows, _ratings(row.submission_id for row in rows))
    shown = {unit: found for unit, found in by_unit.items() if len(found) >= THRESHOLD}
    units = Unit.objects.in_bulk(shown)
    again = _reopened(answer.submission for found in shown.values() for answer in found)
    made = [_score(units[unit], found, again) for unit, found in shown.items()]
    return sorted(made, key=lambda score: (-score.on_time_share, score.days, score.unit.code)), len(by_unit) - len(
        shown
    )


def _by_unit(rows: Iterable[PublicInquiry], ratings: Ratings) -> dict[int, list[_Answer]]:
    """Each inquiry once under every unit that answered it; what came before under another is that one's."""
    found: dict[int, list[_Answer]] = defaultdict(list)
    for row in rows:
        rounds: list[AnswerRound] | list[PublicInquiry] = list(row.rounds.all()) or [row]
        given = ratings.get(row.submission_id, [])
        for unit in {each.unit_id for each in rounds if each.unit_id is not None}:
            own = [each for each in rounds if each.unit_id == unit]
            rated = [rating for rating in given if _rated_unit(rounds, rating.rated_on) == unit]
            is_late = any(each.is_late for each in own)
            found[unit].append(_Answer(row.submission_id, own[0].days_used, is_late, rated))
    return found


def _rated_unit(rounds: list[AnswerRound] | list[PublicInquiry], day: date) -> int | None:
    """Whose answer was the newest when it was rated."""
    until = [each for each in rounds if each.answered_on <= day]
    return (until or rounds)[-1 if until else 0].unit_id


def _score(unit: Unit, found: list[_Answer], again: set[UUID | None]) -> Score:
    given = [rating for answer in found for rating in answer.ratings]
    enough = len(given) >= THRESHOLD
    return Score(
        unit=unit,
        answered=len(found),
        on_time=sum(not row.is_late for row in found),
        days=float(median(row.days for row in found)),
        rating=sum(each.attitude + each.speed for each in given) / (2 * len(given)) if enough else None,
        solved=100 * sum(each.is_solved for each in given) / len(given) if enough else None,
        reopened=cell(sum(row.submission in again for row in found)),
    )


def _ratings(submissions: Iterable[UUID | None]) -> Ratings:
    found: Ratings = defaultdict(list)
    for rating in Rating.objects.filter(submission__in=[each for each in submissions if each]):
        found[rating.submission_id].append(rating)
    return found


def _reopened(submissions: Iterable[UUID | None]) -> set[UUID | None]:
    wanted = [each for each in submissions if each]
    steps = Step.objects.filter(submission__in=wanted, transition__in=["ask_review", "resume"])
    return set(steps.values_list("submission_id", flat=True))


def is_solved(inquiry: PublicInquiry) -> bool | None:
    """What its author said last of the answer, if anything; one voice, so only whether it was solved."""
    if inquiry.submission_id is None:
        return None
    rounds = Rating.objects.filter(submission=inquiry.submission_id).order_by("-round")
    return rounds.values_list("is_solved", flat=True).first()
