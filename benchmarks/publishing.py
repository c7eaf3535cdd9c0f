"""Publishing a notice until it is found, beside a bare save and beside the same with Wagtail's own database search.

``BENCH_PAGES`` says at which numbers of notices (1,000 10,000 100,000 unless told). ``BENCH_WAGTAIL=0`` leaves out
Wagtail's own search, whose index takes minutes to build; ``BENCH_PROFILE=1`` prints where our time goes.
"""

import cProfile
import os
import pstats
from collections.abc import Callable
from functools import partial
from time import process_time
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_save
from django.test import override_settings
from modelsearch.signal_handlers import post_save_signal_handler

from benchmarks import site
from benchmarks.table import percentile, print_table, timed
from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage

SIZES = [int(size) for size in (os.environ.get("BENCH_PAGES") or "1000 10000 100000").split()]
ROUNDS = 40
WAGTAILS_OWN: dict[str, Any] = {"default": {"BACKEND": "wagtail.search.backends.database"}}


def main() -> None:
    """Measure at each size in one growing database."""
    site.prepare()
    print_table(
        "Publish, ms (asked: p50 under 60 whatever the number of notices)",
        [
            "notices", "bare save p50", "publish p50", "p95", "CPU p50", "new p50", "to bare", "Wagtail's own p50",
            "ours to it",
        ],
        [_row(size) for size in SIZES],
    )  # fmt: skip


def _row(size: int) -> list[object]:
    site.grow(size)
    site.index()
    bare, (ours, cpu), (fresh, _) = (
        _sampled(size, _bare_save)[0],
        _sampled(size, _publish),
        _sampled(size, _publish_new),
    )
    if os.environ.get("BENCH_PROFILE"):
        _profile(lambda: [_publish(size, number) for number in range(ROUNDS)])
    median = percentile(ours, 50)
    row = [size, percentile(bare, 50), median, percentile(ours, 95), percentile(cpu, 50), percentile(fresh, 50)]
    row.append(f"{median / percentile(bare, 50):.1f}")
    if os.environ.get("BENCH_WAGTAIL") == "0":
        return [*row, "-", "-"]
    own = percentile(_wagtails_own(size), 50)
    return [*row, own, f"{median / own:.2f}"]


def _sampled(size: int, work: Callable[[int, int], None]) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock, and of this process's own work (on a busy machine the more telling figure)."""
    # The first one fills the caches of a process that has just started.
    work(size, ROUNDS)
    clock, own = [], []
    for number in range(ROUNDS):
        started = process_time()
        clock.append(timed(partial(work, size, number)))
        own.append((process_time() - started) * 1000)
    return clock, own


def _key(size: int, number: int) -> int:
    return site.keys()[(number * 7919) % size]


def _bare_save(size: int, number: int) -> None:
    """The rows of the page alone: no revision, nothing checked."""
    page = CaseNoticePage.objects.get(pk=_key(size, number))
    page.summary = f"摘要{number}"
    page.save(clean=False)


def _publish(size: int, number: int) -> None:
    """A changed notice, from the editor's button to being found."""
    page = CaseNoticePage.objects.get(pk=_key(size, number))
    page.title = f"{page.title}（更正{number}）"
    page.save_revision().publish()


def _publish_new(size: int, number: int) -> None:
    """The first publication: the page, its revision, and going live."""
    page = CaseNoticePage(title=f"关于第{size}之{number}起典型问题的通报", live=False, summary="摘要")
    CaseNoticeIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()


def _wagtails_own(size: int) -> list[float]:
    """The same publishing with the search back end that Wagtail recommends, its index built."""
    with override_settings(WAGTAILSEARCH_BACKENDS=WAGTAILS_OWN):
        call_command("update_index", verbosity=0)
        post_save.connect(post_save_signal_handler, sender=CaseNoticePage)
        try:
            return _sampled(size, _publish)[0]
        finally:
            post_save.disconnect(post_save_signal_handler, sender=CaseNoticePage)


def _profile(work: Callable[[], object]) -> None:
    profile = cProfile.Profile()
    connection.force_debug_cursor = True
    profile.runcall(work)
    connection.force_debug_cursor = False
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
    slow = sorted(connection.queries_log, key=lambda query: float(query["time"]), reverse=True)[:12]
    for query in slow:
        print(query["time"], query["sql"][:300])
    print(f"{len(connection.queries_log) / ROUNDS:.1f} queries a publication")


if __name__ == "__main__":
    main()
