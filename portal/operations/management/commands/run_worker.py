import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from portal.operations.backup import unfinished
from portal.operations.worker import Worker


class Command(BaseCommand):
    help = "Keeps the search indexes in step and runs the periodic jobs, until SIGTERM or Ctrl+C."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop."""
        unfinished.refuse_to_serve()
        worker = Worker()

        def stop(number: int, frame: FrameType | None) -> None:
            worker.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        self.stdout.write("The worker runs.")
        worker.run()
        self.stdout.write("The worker has stopped.")
