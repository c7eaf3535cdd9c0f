#!/usr/bin/env python
"""Run a management command; the settings are the development ones unless the environment says otherwise."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Entry point."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
