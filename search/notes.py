"""A line under a result that other rows say of it: that it was cleared, or corrected, since.

Documents do not hold it, for it changes without them. An app registers where such notes come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

#: Gives the notes on the documents of these keys, plain text in the language in use; in few queries for any number.
NoteSource = Callable[[list[str]], Mapping[str, str]]

_sources: list[NoteSource] = []


def register_result_notes(source: NoteSource) -> None:
    """Let an app say something of results; once, at start."""
    if source not in _sources:
        _sources.append(source)


def notes_on(keys: Iterable[str]) -> dict[str, str]:
    """The notes on these documents; nothing for those that there is nothing to say of."""
    wanted = list(keys)
    found: dict[str, str] = {}
    for source in _sources if wanted else ():
        for key, note in source(wanted).items():
            found[key] = f"{found[key]} · {note}" if key in found else note
    return found
