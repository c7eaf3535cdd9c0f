"""Loads the demonstration site in one transaction: all of it is there afterwards, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from home.demo import bulletins, clarifications, corrections, frame, inquiries, inspections, places, program, staff
from home.demo.drafts import Draft, Titles
from home.demo.publishing import Publisher
from portal.cases.masking import mask_expired
from search.engines.base import Progress

#: Of the unfinished notices, how many wait for review and how many of these were reviewed already.
PROPOSED, REVIEWED = 3, 1


@dataclass(slots=True)
class Loaded:
    """What was made."""

    accounts: list[staff.Account] = field(default_factory=list)
    notices: int = 0


def load(today: date, report: Callable[[Progress], None]) -> Loaded:
    """Make everything as of a day, and report how many notices are published."""
    titles = Titles()
    published = program.published(today, titles)
    scheduled, unfinished = program.scheduled(today, titles), program.unfinished(today, titles)
    with transaction.atomic():
        places.create()
        accounts = staff.create()
        frame.create()
        publisher = Publisher(User.objects.get(username="editor"), User.objects.get(username="publisher"))
        publisher.publish(published, lambda done: report(Progress(done=done, total=len(published))))
        publisher.schedule(scheduled)
        _leave_in_work(publisher, unfinished)
        # Names whose time was over before today were public once, and are not any more.
        mask_expired()
        others = sum(
            room.publish(today, publisher.editor, publisher.publisher)
            for room in (bulletins, clarifications, inspections, corrections, inquiries)
        )
    return Loaded(accounts, len(published) + len(scheduled) + len(unfinished) + others)


def _leave_in_work(publisher: Publisher, drafts: list[Draft]) -> None:
    """Some are drafts; some are proposed and wait for the review, one of them for the approval."""
    for place, draft in enumerate(drafts):
        page = publisher.save(draft)
        workflow = page.get_workflow()
        if place < PROPOSED and workflow:
            state = workflow.start(page, publisher.editor)
            if place < REVIEWED:
                state.current_task_state.approve(user=User.objects.get(username="reviewer"))
