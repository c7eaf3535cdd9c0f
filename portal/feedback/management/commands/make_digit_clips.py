"""Make the clips from which the captcha is read aloud."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.feedback.captcha import speech


class Command(BaseCommand):
    """By a speech program of this machine, once; nothing is asked of anybody else."""

    help = "Make the clips from which the captcha is read aloud, by the speech program of this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The languages."""
        parser.add_argument("languages", nargs="*", default=sorted(speech.VOICES), metavar="LANGUAGE")
        parser.add_argument(
            "--if-possible", action="store_true", help="say so and end well where there is no speech program"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was made, or what is missing."""
        program = speech.speech_program()
        if program is None:
            missing = "No speech program is installed (espeak-ng): the captcha is not read aloud, its sum is shown."
            if not options["if_possible"]:
                raise CommandError(missing)
            self.stdout.write(missing)
            return
        for language in options["languages"]:
            if language not in speech.VOICES:
                raise CommandError(f"No voice is known for {language!r}; there are: {', '.join(speech.VOICES)}.")
            self.stdout.write(f"{language}: {speech.make_clips(program, language)} clips")
