"""Tells what became of every row: at once to the screen and to a file of JSON lines; only counts are kept."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TextIO

from django.utils.translation import gettext as _

from portal.notices.importing.damage import Damage, Found
from portal.notices.importing.rows import Problem
from portal.notices.importing.writer import Outcome

#: Longer lists are cut on the screen; the report file has them all.
SHOWN = 12


class Report:
    """Counts, and the lines of the report file."""

    def __init__(self, show: Callable[[str], None], file: TextIO | None = None) -> None:
        self._show = show
        self._file = file
        self.outcomes: Counter[Outcome] = Counter()
        self.damage = Found()
        self.unusable = 0

    @property
    def rows(self) -> int:
        """How many rows have been read."""
        return sum(self.outcomes.values())

    def problems(self, file: str, problems: Iterable[Problem]) -> None:
        """A row that did not go in."""
        self.outcomes[Outcome.FAILED] += 1
        for problem in problems:
            where = f"{file}, {problem.place}" if problem.place and problem.place != file else file
            self._show(f"{where}: {problem.field}: {problem.reason}" if problem.field else f"{where}: {problem.reason}")
            self._write(
                outcome=Outcome.FAILED, file=file, place=problem.place, field=problem.field, reason=problem.reason
            )

    def row(self, file: str, place: str, outcome: Outcome, page: int | None) -> None:
        """A row that went in, or was in already."""
        self.outcomes[outcome] += 1
        self._write(outcome=outcome, file=file, place=place, page=page)

    def cleaned(self, file: str, place: str, found: Found) -> None:
        """Damage that was repaired."""
        if found:
            self.damage.update(found)
            self._write(cleaned={kind.value: count for kind, count in found.items()}, file=file, place=place)

    def held(self, file: str, place: str, kinds: str) -> None:
        """A notice that waits as a draft, for an editor to look at what the privacy scan found."""
        self._show(
            _("%(place)s: left as a draft, the privacy scan found: %(kinds)s") % {"place": place, "kinds": kinds}
        )
        self._write(held=kinds, file=file, place=place)

    def read(self, file: str, cases: int, unsure: list[str], unread: list[str]) -> None:
        """What was read of an existing notice, of what the reader is not sure, and what it could not read."""
        counts = {"file": file, "cases": cases, "unsure": len(unsure), "unread": len(unread)}
        self._show(_("%(file)s: %(cases)d cases read; not sure: %(unsure)d, not read: %(unread)d") % counts)
        self._write(read=cases, unsure=unsure, unread=unread, file=file)

    def note(self, file: str, text: str) -> None:
        """Something worth knowing that is no error."""
        self._show(f"{file}: {text}")
        self._write(note=text, file=file)

    def file_unusable(self, file: str, reason: str) -> None:
        """A file that was not imported, or not to its end."""
        self.unusable += 1
        self._show(f"{file}: {reason}")
        self._write(outcome="unusable", file=file, reason=reason)

    def summary(self, made: Iterable[tuple[str, str]], *, dry_run: bool) -> list[str]:
        """The last lines of the run; ``made`` has what was made besides notices."""
        counts = {outcome.value: self.outcomes[outcome] for outcome in Outcome}
        names = {kind: sorted({name for of, name in made if of == kind}) for kind in ("unit", "region", "term")}
        damage = {kind.value: count for kind, count in self.damage.items()}
        self._write(summary=counts, damage=damage, new=names, dry_run=dry_run)
        lines = [_("Trial run: nothing was written.")] if dry_run else []
        lines.append(
            _("created: %(created)d, updated: %(updated)d, unchanged: %(unchanged)d, failed: %(failed)d") % counts
        )
        if self.damage:
            lines.append(_("damage cleaned: %(list)s") % {"list": ", ".join(_damage_names(self.damage))})
        titles = {"unit": _("new units"), "region": _("new regions"), "term": _("new local terms")}
        for kind, title in titles.items():
            if new := names[kind]:
                more = "" if len(new) <= SHOWN else " …"
                lines.append(f"{title} ({len(new)}): {', '.join(new[:SHOWN])}{more}")
        return lines

    def _write(self, **entry: object) -> None:
        if self._file is not None:
            self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _damage_names(damage: Found) -> list[str]:
    names = {
        Damage.PINYIN: _("pinyin notes"),
        Damage.HEX: _("stray hexadecimal marks"),
        Damage.INVISIBLE: _("invisible characters"),
        Damage.CONTROL: _("control characters"),
        Damage.PRIVATE_USE: _("private-use characters"),
        Damage.SURROGATE: _("halves of characters"),
        Damage.LOST: _("characters lost before the import (kept as �)"),
    }
    return [f"{names[kind]} {damage[kind]}" for kind in Damage if damage[kind]]
