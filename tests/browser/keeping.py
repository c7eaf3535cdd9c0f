"""The city is built once in a process and put back for every later test: building takes seconds, putting back none."""

import pickle
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from search.engines import registry
from tests.browser.content import City


@dataclass(frozen=True, slots=True)
class KeptCity:
    """Database, search index and files of a city, as they stood when it was built."""

    city: bytes
    database: sqlite3.Connection
    folder: Path

    @classmethod
    def built(cls, build: Callable[[], City], folder: Path) -> "KeptCity":
        """Build it, and keep a copy."""
        city = build()
        database = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(database)
        for name, place in _folders().items():
            place.mkdir(parents=True, exist_ok=True)
            shutil.copytree(place, folder / name)
        return cls(pickle.dumps(city), database, folder)

    def put_back(self) -> City:
        """Make the test database and the folders what they were."""
        for engine in registry.engines():
            engine.close()
        connection.ensure_connection()
        self.database.backup(connection.connection)
        for name, place in _folders().items():
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(self.folder / name, place)
        city: City = pickle.loads(self.city)  # noqa: S301 (our own)
        return city


def _folders() -> dict[str, Path]:
    return {
        "search": Path(settings.SEARCH_DIR),
        "media": Path(settings.MEDIA_ROOT),
        "sealed": Path(settings.SEALED_DIR),
    }
