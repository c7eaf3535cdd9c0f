import time
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import applying, consumers, outbox
from search.engines.base import SearchUnavailable
from search.management.progress import ProgressLine

PAUSE_SECONDS = 0.4


class Command(BaseCommand):
    help = "Tells every search index of this machine what changed. Exit status 1 when one cannot be reached."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on until interrupted")

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain once, or again and again."""
        consumers.ensure()
        if options["watch"]:
            with suppress(KeyboardInterrupt):
                self._watch()
            return
        failed = [target.name for target in consumers.targets() if not self._drained(target)]
        if failed:
            raise CommandError(f"Not reached: {', '.join(failed)}. What is not applied waits in the outbox.")

    def _drained(self, target: consumers.Target) -> bool:
        line = ProgressLine(self.stdout, target.name)
        try:
            line.end(applying.drain(target), "entries applied")
        except SearchUnavailable as error:
            self.stderr.write(f"{target.name}: {error}")
            return False
        if waiting := outbox.lag().get(target.name, 0):
            self.stdout.write(
                f"{target.name}: {waiting:,} entries wait for another try; see the last error in the admin."
            )
        return True

    def _watch(self) -> None:
        targets = {target.name: target for target in consumers.targets()}
        self.stdout.write("Watching the outbox; stop with Ctrl+C.")
        while True:
            for name in applying.due(targets):
                self._drained(targets[name])
            time.sleep(PAUSE_SECONDS)
