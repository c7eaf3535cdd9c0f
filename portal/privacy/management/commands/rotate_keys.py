"""``manage.py rotate_keys``: wrap everything sealed to the office's keys of today, while the portal runs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.privacy.sealing import Damaged, NoSealingKey
from portal.privacy.sealing.rotation import rotate_all


class Command(BaseCommand):
    """Run it where the private keys are: the new one first in both variables, the old private one still there."""

    help = "Wraps all data keys to the office's public keys of today; what is done already is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether older generations go."""
        parser.add_argument(
            "--forget-old", action="store_true", help="delete what is wrapped to keys that SEALING_PUBLIC_KEY lacks"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all of it, and say how much was wrapped anew."""
        try:
            done = rotate_all(forget=options["forget_old"])
        except (NoSealingKey, Damaged) as error:
            raise CommandError(f"{error}. What was wrapped until then stays; run it again.") from error
        for name, count in done.items():
            self.stdout.write(f"{name}: {count:,} wrapped anew")
