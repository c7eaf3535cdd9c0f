"""``manage.py load_taxonomies``: official lists from a file, whole or not at all (docs/taxonomies.md)."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.cases.models import Term, TermList
from portal.cases.taxonomies import Change, changes, faults, load


class Command(BaseCommand):
    """Checks the whole file first; one fault, and nothing of it is loaded."""

    help = "Load official lists from a JSON file, whole or not at all (docs/taxonomies.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether to write."""
        parser.add_argument("path", type=Path, metavar="FILE", help="the file")
        parser.add_argument("--dry-run", action="store_true", help="tell what would change, write nothing")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Check, tell and load."""
        data = self._read(options["path"])
        found = faults(data)
        for fault in found:
            self.stderr.write(fault)
        if found:
            text = ngettext(
                "The file was refused for %(count)d fault; nothing was changed.",
                "The file was refused for %(count)d faults; nothing was changed.",
                len(found),
            )
            raise CommandError(text % {"count": len(found)})
        planned = list(changes(data))
        for change in planned:
            self.stdout.write(_line(change))
        if not options["dry_run"]:
            load(data, TermList, Term)
        self.stdout.write(_summary(planned, dry_run=options["dry_run"]))

    def _read(self, path: Path) -> Any:
        try:
            return json.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from error
        except (ValueError, RecursionError) as error:
            text = _("%(path)s is no JSON: %(reason)s") % {"path": path, "reason": error}
            raise CommandError(text) from error


def _line(change: Change) -> str:
    texts = {
        "added": _("added: %(where)s %(name)s"),
        "changed": _("changed: %(where)s %(name)s (%(columns)s)"),
        "closed": _("closed: %(where)s %(name)s"),
    }
    values = {"where": change.where, "name": change.name, "columns": ", ".join(change.columns)}
    return texts[change.kind] % values


def _summary(planned: list[Change], *, dry_run: bool) -> str:
    counts = Counter(change.kind for change in planned)
    text = _("%(added)d added, %(changed)d changed, %(closed)d closed.") % {
        kind: counts[kind] for kind in ("added", "changed", "closed")
    }
    return _("Dry run, nothing was written: %(text)s") % {"text": text} if dry_run else text
