"""What the demonstration site publishes, and when: three years up to today, and a little of what is to come."""

from collections.abc import Callable
from datetime import date, timedelta

from home.demo import calendar
from home.demo.case_notices import write_roundup
from home.demo.drafts import Draft, Titles, paragraphs
from home.demo.other_notices import (
    write_expulsion,
    write_internal,
    write_investigation,
    write_responsibility,
    write_review,
    write_single,
)
from home.demo.places import COMMISSION
from home.demo.warning_notices import write_from_cases, write_holiday, write_risk
from home.demo.writer import Writer

Write = Callable[[Writer, Titles, int], Draft]

#: How many of each kind: a busy city of its size.
KINDS: tuple[tuple[Write, int], ...] = (
    (write_roundup, 86),
    (write_single, 22),
    (write_investigation, 24),
    (write_expulsion, 14),
    (write_responsibility, 14),
    (write_review, 14),
    (write_internal, 8),
)
RISKS = 14
THEMES = ("austerity", "masses", "formalism", "engineering", "enterprise", "conduct")
#: Days ago of the newest notices, so that the home page shows what is new; the others are spread over the years.
RECENT = (0, 1, 3, 5, 6, 9, 12, 14)
YEARS = 3
#: Left in a draft by an editor who copied from the file: nobody has this number.
FORGOTTEN = "（据卷宗摘录）知情人联系电话13800000000，家住砚湖区砚池路1号3栋2单元202室。"


def published(today: date, titles: Titles) -> list[Draft]:
    """Everything that is out today, oldest first."""
    drafts = [*_case_notices(today, titles), *_warnings(today, titles)]
    return sorted(drafts, key=lambda draft: (draft.day, draft.title))


def scheduled(today: date, titles: Titles) -> list[Draft]:
    """What appears by itself on a later day: the next reminders, and a notice."""
    coming = [
        node for node in calendar.nodes(today, today + timedelta(days=270)) if node.start - timedelta(days=14) > today
    ][:2]
    drafts = [
        write_holiday(Writer(f"next {node}", workday(node.start - timedelta(days=11))), titles, node, "jc-8100")
        for node in coming
    ]
    drafts.append(write_roundup(Writer("next notice", today + timedelta(days=4), today), titles, 5))
    return drafts


def unfinished(today: date, titles: Titles) -> list[Draft]:
    """What editors are still working at; in the last one the privacy scan finds something."""
    writers: tuple[Write, ...] = (write_roundup, write_single, write_review, write_responsibility, write_roundup)
    drafts = [write(Writer(f"draft {place}", today), titles, place) for place, write in enumerate(writers)]
    drafts[-1].blocks.append(paragraphs(FORGOTTEN))
    return drafts


def _case_notices(today: date, titles: Titles) -> list[Draft]:
    total = sum(count for _write, count in KINDS)
    # Kinds mixed evenly over the days: each one's n-th notice stands at its share of the way.
    entries = [(kind, number) for kind, (_write, count) in enumerate(KINDS) for number in range(count)]
    entries.sort(key=lambda entry: ((entry[1] + 0.5) / KINDS[entry[0]][1], entry[0]))
    return [
        KINDS[kind][0](Writer(f"notice {kind} {number}", day, today), titles, number)
        for day, (kind, number) in zip(_days(today, total), entries, strict=True)
    ]


def _days(today: date, total: int) -> list[date]:
    older = total - len(RECENT)
    spread = [16 + int((YEARS * 365 - 40) * place / older) for place in range(older)]
    return [workday(today - timedelta(days=ago)) if ago else today for ago in sorted((*RECENT, *spread), reverse=True)]


def workday(day: date) -> date:
    """This day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _warnings(today: date, titles: Titles) -> list[Draft]:
    drafts = []
    for place, node in enumerate(calendar.nodes(today - timedelta(days=YEARS * 365), today + timedelta(days=11))):
        for issuer, ahead in ((COMMISSION, 12), (f"jc-8{place % 5 + 1}00", 9)):
            day = min(workday(node.start - timedelta(days=ahead)), today)
            drafts.append(write_holiday(Writer(f"{node} {issuer}", day), titles, node, issuer))
    drafts.append(_next_holiday(today, titles))
    for place in range(RISKS):
        day = workday(today - timedelta(days=8 + place * 74))
        until = [None, day + timedelta(days=180), day + timedelta(days=90)][place % 3]
        drafts.append(write_risk(Writer(f"risk {place}", day), titles, place, until))
    for place, theme in enumerate(THEMES):
        day = workday(today - timedelta(days=20 + place * 160))
        drafts.append(write_from_cases(Writer(f"lesson {theme}", day), titles, theme))
    return drafts


def _next_holiday(today: date, titles: Titles) -> Draft:
    """One for the next real holiday holds today, however far off it is."""
    coming = calendar.nodes(today + timedelta(days=1), today + timedelta(days=200))
    node = next(node for node in coming if node.name not in {"岁末年初", "升学季"})
    day = workday(today - timedelta(days=2))
    return write_holiday(Writer(f"now {node}", day), titles, node, COMMISSION)
