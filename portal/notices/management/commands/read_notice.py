"""``manage.py read_notice``: the structured cases of one existing notice (docs/reader.md)."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.notices.importing.rows import UnusableFile
from portal.notices.reader.reading import read
from portal.notices.reader.records import ReadCase, as_json
from portal.notices.reader.source import read_source

UNUSABLE = 2


class Command(BaseCommand):
    """Read a notice; nothing is saved."""

    help = "Read an existing notice (HTML, DOCX, PDF with text, plain text) into structured cases (docs/reader.md)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and the form of the answer."""
        parser.add_argument("path", type=Path, metavar="FILE", help="the notice")
        parser.add_argument("--json", action="store_true", help="print the list of cases as JSON")
        parser.add_argument("--text", action="store_true", help="print the text that the spans count in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was read; what is no notice gives an empty list and a word on the error stream."""
        try:
            source = read_source(options["path"])
        except UnusableFile as error:
            raise CommandError(f"{options['path']}: {error}", returncode=UNUSABLE) from error
        if options["text"]:
            self.stdout.write(source, ending="")
            return
        reading = read(source)
        for remark in reading.remarks:
            self.stderr.write(remark)
        if not reading.cases:
            self.stderr.write(_("No case was found; this seems to be no notice of cases."))
        if options["json"]:
            cases = [as_json(case) for case in reading.cases]
            self.stdout.write(json.dumps(cases, ensure_ascii=False, indent=1))
            return
        for number, case in enumerate(reading.cases, start=1):
            self.stdout.write(f"{number}. {case.heading.text}")
            for line in _lines(case):
                self.stdout.write(f"   {line}")


def _lines(case: ReadCase) -> list[str]:
    lines = []
    for subject in case.subjects:
        posts = " / ".join(post.text for post in (subject.post_then, subject.post_now) if post)
        measures = "；".join(
            " ".join(part for part in (measure.date, measure.scale or "？", measure.grade, measure.term) if part)
            for measure in subject.measures
        )
        lines.append(f"{subject.name.text}（{posts}）：{measures}" if posts else f"{subject.name.text}：{measures}")
    lines.extend(f"{period.start or '…'} – {period.end or '…'}（{period.text}）" for period in case.periods)
    if case.amounts:
        lines.append("、".join(amount.text for amount in case.amounts))
    return lines
