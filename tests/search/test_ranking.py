"""The shared order of the best."""

import random
from datetime import date, timedelta

from search.engines.base import Match
from search.ranking import SCORED_BODY, rank
from tests.search.contract.samples import document, typed

TODAY = date(2026, 6, 1)


def ranked(match: Match, *documents: object) -> list[int]:
    return [found.number for found in rank(documents, match, TODAY)]  # type: ignore[arg-type]


def test_a_title_is_worth_more_than_a_mention() -> None:
    assert ranked(typed("酒驾"), document(1, body="酒驾"), document(2, "酒驾")) == [2, 1]


def test_more_mentions_are_worth_more_but_less_and_less() -> None:
    documents = [document(1, body="酒驾"), document(2, body="酒驾，酒驾，酒驾"), document(3, "酒驾", "酒驾")]
    assert ranked(typed("酒驾"), *documents) == [3, 2, 1]
    assert ranked(typed("酒驾"), document(1, body="酒驾" * 500), document(2, "酒驾", "酒驾")) == [2, 1]


def test_what_is_old_sinks() -> None:
    old, new = (document(n, body="酒驾", date=TODAY - timedelta(days=days)) for n, days in ((2, 1500), (1, 3)))
    assert ranked(typed("酒驾"), old, new) == [1, 2]
    assert ranked(typed("酒驾"), document(1, "酒驾", date=date(2010, 1, 1)), document(2, body="酒驾", date=TODAY)) == [
        1,
        2,
    ]


def test_more_groups_beat_one_group_often() -> None:
    match = typed("酒驾 礼金 名酒")
    assert ranked(match, document(1, "酒驾", "酒驾" * 9), document(2, body="酒驾、礼金，名酒")) == [2, 1]


def test_synonyms_and_phrases_with_gaps_count() -> None:
    match = typed("〔2026〕3号")
    assert ranked(match, document(1, body="[2026] 3号"), document(2, body="〔2026〕13号 2026年3月")) == [1, 2]


def test_ties_go_by_date_number_and_source_whatever_the_order_of_arrival() -> None:
    future = TODAY + timedelta(days=30)
    documents = [
        document(1, body="酒驾", date=future),
        document(9, body="酒驾", date=TODAY),
        document(8, body="酒驾", date=TODAY, source="inquiry"),
        document(8, body="酒驾", date=TODAY),
    ]
    expected = ["notice:1", "notice:9", "inquiry:8", "notice:8"]
    for _ in range(10):
        random.shuffle(documents)
        assert [found.key for found in rank(documents, typed("酒驾"), TODAY)] == expected


def test_the_far_end_of_a_report_does_not_count() -> None:
    far = document(2, body="。" * SCORED_BODY + "酒驾" * 9)
    assert ranked(typed("酒驾"), far, document(1, body="酒驾")) == [1, 2]


def test_a_day_far_away_is_no_error() -> None:
    assert ranked(typed("酒驾"), document(1, date=date.min), document(2, date=date.max)) == [2, 1]
