import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search import consumers, indexing
from search.engines.base import BuildInProgress, SearchUnavailable
from search.indexing import Drift
from search.locks import Busy
from search.management.progress import ProgressLine


class Command(BaseCommand):
    help = "Compares the search indexes with the database. Exit status 1 when they differ and were not mended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at one index after the other; one that is away does not keep the others waiting."""
        statuses = [self._is_fine(target, repair=options["repair"]) for target in consumers.targets()]
        if not all(statuses):
            sys.exit(1)

    def _is_fine(self, target: consumers.Target, *, repair: bool) -> bool:
        try:
            if not target.ready():
                return self._missing(target, repair=repair)
            return self._compared(target, repair=repair)
        except SearchUnavailable as error:
            self.stderr.write(f"{target.name}: cannot be checked: {error}")
        except (BuildInProgress, Busy):
            self.stderr.write(f"{target.name}: another process is at work on it; try again.")
        return False

    def _missing(self, target: consumers.Target, *, repair: bool) -> bool:
        if not repair:
            self.stderr.write(f"{target.name}: there is no index of this version, or it cannot be reached.")
            return False
        line = ProgressLine(self.stdout, f"{target.name}: building")
        line.end(indexing.rebuild(target, line))
        return True

    def _compared(self, target: consumers.Target, *, repair: bool) -> bool:
        line = ProgressLine(self.stdout, f"{target.name}: checking")
        counts: Counter[str] = Counter()
        drifts = self._told(target, indexing.check(target, line), counts)
        if repair:
            indexing.repair(target, (drift.key for drift in drifts))
        else:
            for _ in drifts:
                pass
        total = counts.total()
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
        self.stdout.write(f"{target.name}: {kinds or 'as it should be'}{' - mended' if total and repair else ''}")
        return repair or not total

    def _told(self, target: consumers.Target, drifts: Iterator[Drift], counts: Counter[str]) -> Iterator[Drift]:
        for drift in drifts:
            counts[drift.kind] += 1
            self.stdout.write(f"{target.name}: {drift.kind} {drift.key}")
            yield drift
