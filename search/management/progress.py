"""Progress of the upkeep commands, on one line of a terminal or now and then in a log."""

import time
from typing import Any

from search.engines.base import Progress

_SECONDS_ON_TERMINAL, _SECONDS_IN_LOG = 0.2, 10.0


class ProgressLine:
    """Prints how many documents are done, and how many a second; call `end` when it is over."""

    def __init__(self, stdout: Any, label: str) -> None:
        self._stdout = stdout
        self._label = label
        self._is_terminal = bool(stdout.isatty())
        self._started = self._printed = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._printed < (_SECONDS_ON_TERMINAL if self._is_terminal else _SECONDS_IN_LOG):
            return
        self._printed = now
        share = f"{progress.done:,} of {progress.total:,} documents"
        self._print(f"{self._label}: {share}, {self._rate(progress.done)}", is_last=False)

    def end(self, done: int, what: str = "documents") -> None:
        """The last line: the whole number and the mean rate."""
        self._print(f"{self._label}: {done:,} {what}, {self._rate(done)}", is_last=True)

    def _rate(self, done: int) -> str:
        seconds = max(time.monotonic() - self._started, 1e-3)
        return f"{done / seconds:,.0f}/s, {seconds:.1f} s"

    def _print(self, line: str, *, is_last: bool) -> None:
        if self._is_terminal:
            self._stdout.write(f"\r{line}\x1b[K", ending="\n" if is_last else "")
            self._stdout.flush()
        else:
            self._stdout.write(line)
