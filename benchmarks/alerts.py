"""A new notice against 100,000 subscriptions: matched in memory and the hits stored; asked for: under 5 seconds."""

import itertools
from datetime import date
from functools import partial
from time import process_time

from django.conf import settings
from django.utils import timezone

from benchmarks import site
from benchmarks.table import print_table, timed
from portal.alerts.matching.arrivals import Arrivals
from portal.alerts.models import Followed, Hit, Subscriber, Subscription
from portal.content.models import PublicChange
from search.documents import SearchDocument

SUBSCRIPTIONS = 100_000
#: Of these so many distinct searches; the others follow one of the popular ones.
DISTINCT = 60_000
POPULAR = 200
WORDS = (
    "礼金",
    "酒驾",
    "扶贫",
    "公车",
    "宴请",
    "招标",
    "拆迁",
    "低保",
    "补贴",
    "采购",
    "赌博",
    "旅游",
    "住房",
    "工程",
    "借款",
)
BODY = "经查，某局副局长违规收受管理服务对象礼金，违规接受宴请，受到党内严重警告处分。" * 12


def main() -> None:
    """Fill a database, and let notices arrive."""
    site.prepare()
    # As in an installation; in tests synonyms are read again for every word.
    settings.SEARCH_REFRESH_SECONDS = 2.0
    _fill()
    _measure()


def _fill() -> None:
    pairs = itertools.cycle(itertools.product(WORDS, WORDS))
    searches = [_followed(number, *next(pairs)) for number in range(DISTINCT)]
    Followed.objects.bulk_create(searches, batch_size=5000)
    subscribers = [Subscriber(mark=f"{number:064d}", sealed=b"x" * 1100) for number in range(SUBSCRIPTIONS)]
    Subscriber.objects.bulk_create(subscribers, batch_size=2000)
    confirmed = timezone.now()
    Subscription.objects.bulk_create(
        (
            Subscription(
                subscriber=subscriber,
                followed=searches[number if number < DISTINCT else number % POPULAR],
                rhythm="daily",
                confirmed_at=confirmed,
            )
            for number, subscriber in enumerate(subscribers)
        ),
        batch_size=5000,
    )


def _followed(number: int, first: str, second: str) -> Followed:
    """Words, a unit, a region with words, or a violation, by turns."""
    filters: dict[str, list[str]] = {}
    text = ""
    match number % 4:
        case 0:
            filters = {"unit": [f"u{number % 3000}"]}
        case 1:
            text = f"{first} {second} {number % 500}号"
        case 2:
            text, filters = first, {"region": [f"99{number % 300:04d}"]}
        case _:
            filters = {"violation": [f"v{number % 200}"], "kind": ["case"]}
    return Followed(digest=f"{number:064d}", text=text, filters=filters)


def _notice(number: int) -> SearchDocument:
    facets = {
        "kind": ("case",),
        "unit": ("u0", "u4", f"u{number * 4}"),
        "region": ("990002", "990102"),
        "violation": ("v3", "v7"),
        "quarter": (),
    }
    return SearchDocument(
        key=f"case:{number}",
        number=number,
        kind="case",
        title=f"关于第{number}起违规收受礼金问题的通报",
        url=f"/notices/{number}/",
        date=date.today(),
        body=f"测纪通〔2026〕{number}号\n{BODY}",
        facets=facets,
    )


def _measure() -> None:
    arrivals = Arrivals()
    rows: list[list[object]] = []
    for number, what in enumerate(("first notice after a start (all searches are read)", "next", "next", "next"), 1):
        PublicChange.objects.create(kind=PublicChange.Kind.ADDED, key=f"case:{number}", url="/", at=timezone.now())
        started = process_time()
        taken = timed(partial(arrivals.upsert, [_notice(number)]))
        rows.append([what, taken / 1000, process_time() - started, Hit.objects.filter(key=f"case:{number}").count()])
    print_table(
        f"A new notice against {SUBSCRIPTIONS:,} subscriptions to {DISTINCT:,} searches, s (asked for: under 5)",
        ["notice", "seconds", "CPU", "hits stored"],
        rows,
    )


if __name__ == "__main__":
    main()
