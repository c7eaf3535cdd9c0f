"""Tables of figures, printed the same way by every benchmark."""

from collections.abc import Callable, Sequence
from statistics import quantiles
from time import perf_counter, process_time


def timed(work: Callable[[], object]) -> float:
    """How long a piece of work takes, in milliseconds."""
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of the processor that a piece of work takes in this process, whatever else the machine does."""
    started = process_time()
    work()
    return (process_time() - started) * 1000


def percentile(samples: Sequence[float], percent: int) -> float:
    """The value that so many of a hundred samples do not exceed."""
    return quantiles(samples, n=100, method="inclusive")[percent - 1]


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A title and columns as wide as they need be; numbers with two decimals."""
    cells = [list(header), *([f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    print(f"\n{title}")
    for row in cells:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
