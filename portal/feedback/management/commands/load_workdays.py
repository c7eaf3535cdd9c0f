"""Fill the table of working days."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.feedback.clocks import library
from portal.feedback.clocks.correcting import reckon_again


class Command(BaseCommand):
    """From the library; what was entered by hand stays."""

    help = "Enter the holidays and make-up days of these years, and reckon what is due anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The years."""
        parser.add_argument("years", nargs="+", type=int, metavar="YEAR")

    def handle(self, *args: Any, **options: Any) -> None:
        """All of the years or none."""
        with transaction.atomic():
            for year in options["years"]:
                try:
                    new = library.load(year)
                except library.UnknownYear as error:
                    raise CommandError(
                        f"The library knows {library.known_years()[0]} to {library.known_years()[-1]}, not {year}. "
                        "Update it (chinesecalendar), or enter the days in the admin."
                    ) from error
                self.stdout.write(f"{year}: {new} days entered")
        self.stdout.write(f"{reckon_again()} due days changed")
