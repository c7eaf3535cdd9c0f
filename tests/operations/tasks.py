"""Tasks that tests enqueue: they stand in a module, as workers find them by their address."""

from portal.operations.tasks import background_task

calls: list[str] = []
#: Errors that the next calls raise, first in first out.
errors: list[Exception] = []


@background_task()
def note(word: str) -> str:
    """Remember a word."""
    if errors:
        raise errors.pop(0)
    calls.append(word)
    return word
