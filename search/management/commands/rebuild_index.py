from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import consumers, indexing
from search.engines.base import BuildInProgress, SearchUnavailable
from search.management.progress import ProgressLine


class Command(BaseCommand):
    help = "Builds the search indexes anew, aside, while readers and writers go on; then puts them in place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", help="only this one: embedded, elasticsearch or suggestions")
        parser.add_argument(
            "--if-missing", action="store_true", help="only those that are missing, of another version or never built"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Build one after the other; an engine that is away does not keep the others waiting."""
        consumers.sweep()
        only_missing = options["if_missing"]
        failed = [t.name for t in _chosen(options["engine"]) if not self._rebuilt(t, only_missing=only_missing)]
        if failed:
            raise CommandError(f"Not rebuilt: {', '.join(failed)}. What answered before still answers.")

    def _rebuilt(self, target: consumers.Target, *, only_missing: bool) -> bool:
        line = ProgressLine(self.stdout, target.name)
        try:
            if only_missing and not indexing.needs_build(target):
                return True
            done = indexing.rebuild(target, line)
        except BuildInProgress:
            self.stderr.write(f"{target.name}: another process is building this index.")
            return False
        except SearchUnavailable as error:
            self.stderr.write(f"{target.name}: {error}")
            return False
        line.end(done)
        return True


def _chosen(name: str | None) -> tuple[consumers.Target, ...]:
    if name is None:
        return consumers.targets()
    try:
        return (consumers.target_by_name(name),)
    except consumers.UnknownConsumer as error:
        known = ", ".join(target.kind for target in consumers.targets())
        raise CommandError(f"No index is called {name}; there are: {known}.") from error
