"""Runs an import: file by file, row by row, a transaction for each batch and a savepoint for each row."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.content.middleware import StopWith
from portal.notices.importing.damage import Found
from portal.notices.importing.drafts import RowErrors, make_draft
from portal.notices.importing.readers import READERS
from portal.notices.importing.references import References
from portal.notices.importing.reports import Report
from portal.notices.importing.rows import Problem, Row, RowError, UnusableFile
from portal.notices.importing.sniffing import BY_SUFFIX, Format, sniff
from portal.notices.importing.writer import Outcome, Writer, row_errors

#: Rows to a transaction: long enough that commits cost little, short enough that editors do not wait.
BATCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the operator asked for."""

    dry_run: bool = False
    create_units: bool = False
    ignore_unknown: bool = False
    #: Publish also what the privacy scan would hold back.
    accept_findings: bool = False
    #: None: found by the content of each file.
    format: Format | None = None


@dataclass(slots=True)
class _Result:
    """What became of one row; told only when its transaction is through."""

    place: str
    outcome: Outcome
    found: Found
    page: int | None = None
    problems: tuple[Problem, ...] = ()
    #: What the privacy scan found, where the notice waits as a draft for it.
    held: str = ""


class Import:
    """One run over files and folders."""

    def __init__(self, options: Options, report: Report, progress: Callable[[int], None]) -> None:
        self._options = options
        self._report = report
        self._progress = progress
        self.references = References(create=options.create_units)
        self._writer = Writer(self.references, accept_findings=options.accept_findings)

    def run(self, paths: Iterable[Path]) -> None:
        """Import all; every problem is in the report."""
        for path, name in self._files(paths):
            try:
                self._file(path, name)
            except UnusableFile as error:
                self._report.file_unusable(name, str(error))
            except OSError as error:
                self._report.file_unusable(name, _("cannot be read: %(reason)s") % {"reason": error.strerror or error})

    def _files(self, paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
        """The files, and those of folders by their names, with the names that the report uses."""
        for path in paths:
            if not path.is_dir():
                yield path, path.name
                continue
            files = sorted(entry for entry in path.rglob("*") if entry.is_file())
            visible = [file for file in files if not any(part.startswith(".") for part in file.relative_to(path).parts)]
            known = [file for file in visible if file.suffix.lower() in BY_SUFFIX]
            for file in visible:
                if file.suffix.lower() not in BY_SUFFIX:
                    self._report.note(str(file.relative_to(path)), _("left out: not a format that can be imported"))
            if not known:
                self._report.file_unusable(path.name, _("The folder holds no file that can be imported."))
            for file in known:
                yield file, str(file.relative_to(path))

    def _file(self, path: Path, name: str) -> None:
        def note(text: str) -> None:
            self._report.note(name, text)

        if not path.exists():
            raise UnusableFile(_("There is no such file."))
        if not path.is_file():
            raise UnusableFile(_("Not a file."))
        kind = sniff(path, note)
        if self._options.format not in {None, kind}:
            kind = self._forced(kind)
        found = Found()
        rows = READERS[kind](path, note, found)
        before = self._report.rows
        # What a reader had to clean while reading belongs to the row that it gives next.
        while batch := [(row, _taken(found)) for row in islice(rows, BATCH)]:
            self._tell(name, self._write(batch))
        if self._report.rows == before:
            raise UnusableFile(_("The file holds no notice."))

    def _forced(self, actual: Format) -> Format:
        """The format that was asked for, unless the content cannot be read so."""
        wanted = self._options.format
        packed = {Format.XLSX, Format.DOCX}
        if wanted is None or wanted in packed or actual in packed:
            raise UnusableFile(_("The content is %(actual)s.") % {"actual": actual.value})
        return wanted

    def _write(self, batch: list[tuple[Row | Problem, Found]]) -> list[_Result]:
        made = len(self.references.made)
        with transaction.atomic():
            results = [self._row(row, found) for row, found in batch]
            if self._options.dry_run:
                transaction.set_rollback(True)
        if self._options.dry_run and len(self.references.made) > made:
            self.references.read()
        return results

    def _row(self, row: Row | Problem, found: Found) -> _Result:
        if isinstance(row, Problem):
            return _Result(row.place, Outcome.FAILED, found, problems=(row,))
        made = len(self.references.made)
        try:
            draft = make_draft(row, found, ignore_unknown=self._options.ignore_unknown)
            with transaction.atomic():
                outcome, page = self._writer.write(draft, row.place)
        except RowErrors as error:
            errors = error.errors
        except RowError as error:
            errors = [error]
        except ValidationError as error:
            errors = row_errors(error)
        except StopWith as error:
            errors = [RowError("", str(error))]
        except (IntegrityError, DataError) as error:
            errors = [RowError("", _("the database refuses it: %(reason)s") % {"reason": str(error).split("\n")[0]})]
        else:
            return _Result(row.place, outcome, found, page, held=self._writer.scanned.held)
        self.references.roll_back(made)
        problems = tuple(Problem(row.place, error.field, error.reason) for error in errors)
        return _Result(row.place, Outcome.FAILED, found, problems=problems)

    def _tell(self, name: str, results: list[_Result]) -> None:
        for result in results:
            if result.problems:
                self._report.problems(name, result.problems)
            else:
                self._report.row(name, result.place, result.outcome, None if self._options.dry_run else result.page)
            self._report.cleaned(name, result.place, result.found)
            if result.held:
                self._report.held(name, result.place, result.held)
        self._progress(self._report.rows)


def _taken(found: Found) -> Found:
    """What was found so far; the counter starts anew."""
    taken = Found(found)
    found.clear()
    return taken
