"""``manage.py new_sealing_key``: a key pair of the office, as text for the environment (docs/feedback.md)."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand

from portal.privacy.sealing.key_texts import KEY_BYTES, public_text, read_public, to_text


class Command(BaseCommand):
    """Prints, and keeps nothing."""

    help = "Makes a new key pair of the office and prints it."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each variable, and the number by which rows name the key."""
        private = to_text(secrets.token_bytes(KEY_BYTES))
        public = public_text(private)
        self.stdout.write(f"SEALING_PUBLIC_KEY={public}")
        self.stdout.write(f"SEALING_PRIVATE_KEYS={private}")
        self.stderr.write(f"Key {read_public(public).number}. Put the private one in a safe before you use it.")
