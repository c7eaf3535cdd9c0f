"""`import_notices --read`: reads whole folders of existing notices into drafts for review. Nothing is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.cases.entering import enter_case
from portal.cases.models import Case
from portal.notices.importing.references import References
from portal.notices.importing.reports import Report
from portal.notices.importing.rows import Problem, RowError, UnusableFile
from portal.notices.importing.run import Options
from portal.notices.importing.writer import Outcome, row_errors
from portal.notices.models import ReadFile
from portal.notices.reader.reading import read
from portal.notices.reader.source import read_source
from portal.notices.reading_desk.binding import Bound, bind, case_data
from portal.notices.reading_desk.drafting import Drafter
from portal.notices.reading_desk.nodes import ACCEPTED, Node
from portal.notices.reading_desk.notices import around, body_of, case_section, draft_notice, facts_of, same_notice
from portal.notices.reading_desk.sources import readable

SUFFIXES = frozenset({".html", ".htm", ".shtml", ".docx", ".pdf", ".txt"})


@dataclass(slots=True)
class _Told:
    """What the report says of one file."""

    cases: int = 0
    #: Fields of which the reader is not sure, and what it could not read; with the place in the cases.
    unsure: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class ReadingImport:
    """One run over files and folders; a file is a transaction."""

    def __init__(self, options: Options, report: Report, progress: Callable[[int], None]) -> None:
        self._options, self._report, self._progress = options, report, progress
        self.references = References(create=options.create_units)

    def run(self, paths: Iterable[Path]) -> None:
        """Read all; every file is in the report."""
        for path, name in self._files(paths):
            made = len(self.references.made)
            try:
                self._file(path, name)
            except UnusableFile as error:
                self._report.file_unusable(name, str(error))
            except (RowError, ValidationError, IntegrityError, DataError) as error:
                self.references.roll_back(made)
                self._report.problems(name, _problems(name, error))
            self._progress(self._report.rows)

    def _files(self, paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
        for path in paths:
            if not path.is_dir():
                yield path, path.name
                continue
            count = 0
            for file in sorted(entry for entry in path.rglob("*") if entry.is_file()):
                name = file.relative_to(path)
                if any(part.startswith(".") for part in name.parts):
                    continue
                if file.suffix.lower() not in SUFFIXES:
                    self._report.note(str(name), _("left out: not a format that can be read"))
                    continue
                count += 1
                yield file, str(name)
            if not count:
                self._report.file_unusable(path.name, _("The folder holds no file that can be read."))

    def _file(self, path: Path, name: str) -> None:
        if not path.is_file():
            raise UnusableFile(_("There is no such file."))
        source = readable(read_source(path))
        digest = sha256("".join(source.split()).encode()).hexdigest()
        with transaction.atomic():
            outcome, page, told = self._draft(source, digest)
            if self._options.dry_run:
                transaction.set_rollback(True)
        if self._options.dry_run:
            self.references.read()
        self._report.row(name, name, outcome, None if self._options.dry_run else page)
        if outcome == Outcome.CREATED:
            self._report.read(name, told.cases, told.unsure, told.unread)

    def _draft(self, source: str, digest: str) -> tuple[Outcome, int, _Told]:
        told = _Told()
        if known := ReadFile.objects.filter(digest=digest).first():
            return Outcome.UNCHANGED, known.page_id, told
        reading = read(source)
        if not reading.cases:
            raise RowError("", _("no case was found; this seems to be no notice of cases"))
        told.unread.extend(reading.remarks)
        facts = self._facts(source, told)
        unit = facts.get("issuing_unit")
        if same := same_notice(facts, unit.pk if unit else None):
            return Outcome.UNCHANGED, same.pk, told
        nodes = Drafter(self.references, source).cases(reading.cases)
        cases = [self._case(number, node, told) for number, node in enumerate(nodes, start=1)]
        told.cases = len(cases)
        section = case_section()
        if section is None:
            raise UnusableFile(_("The site has no section for notices of the kind “%(kind)s”.") % {"kind": "case"})
        lead, remarks = around(source, facts["title"], [node.span for node in nodes])
        page = draft_notice(section, facts, body_of(lead, remarks), cases, None)
        ReadFile.objects.create(digest=digest, page=page)
        return Outcome.CREATED, page.pk, told

    def _facts(self, source: str, told: _Told) -> dict[str, Any]:
        """The fields of the page; what the text does not give is told, and left for the editor."""
        facts = facts_of(source)
        facts["issuing_unit"] = None
        if written := facts.pop("unit", None):
            try:
                facts["issuing_unit"] = self.references.unit(written)
            except RowError as error:
                told.unread.append(f"unit: {error.reason}")
        else:
            told.unread.append("unit")
        if "published_on" not in facts:
            facts["published_on"] = None
            told.unread.append("date")
        return facts

    def _case(self, number: int, node: Node, told: _Told) -> Case:
        node.values["decision"] = ACCEPTED
        for prefix, part in node.walk(f"cases[{number}]"):
            told.unsure.extend(f"{prefix}.{name}" for name, sure in part.sure.items() if sure == "low")
            told.unread.extend(f"{prefix}.{hint.why}: {hint.text}" for hint in part.hints if hint.why)
        entered, _written = enter_case(case_data(self._fitting(number, node, told)), live=False)
        return entered

    def _fitting(self, number: int, node: Node, told: _Told) -> Bound:
        """The forms of a case without what the tables would refuse, which is told."""
        bound = bind([node], self.references, checks=True)[0]
        for part in bound.kept_below():
            if not part.form.is_bound or part.form.is_valid():
                continue
            place = part.prefix.replace("c0", f"cases[{number}]", 1)
            told.unread.extend(f"{place}.{name or 'self'}" for name in part.form.errors)
            if part.node is node:
                for name in part.form.errors:
                    node.values.pop(name, None)
            else:
                part.node.is_removed = True
        checked = bind([node], self.references, checks=True)[0]
        if checked.has_errors:
            raise RowError(f"cases[{number}]", _("the case cannot be entered as it was read"))
        return checked


def _problems(name: str, error: Exception) -> list[Problem]:
    if isinstance(error, RowError):
        return [Problem(name, error.field, error.reason)]
    if isinstance(error, ValidationError):
        return [Problem(name, each.field, each.reason) for each in row_errors(error)]
    reason = _("the database refuses it: %(reason)s") % {"reason": str(error).split("\n")[0]}
    return [Problem(name, "", reason)]
