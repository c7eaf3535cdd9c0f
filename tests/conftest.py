"""What every test may use: the real servers, and compiled message catalogues."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings as configured
from django.core.signals import setting_changed
from django.db import connection
from django.test import TransactionTestCase
from django.test import signals as _signals  # noqa: F401 (receives it)
from django.utils import translation
from pytest_django import DjangoDbBlocker

from deploy.compile_messages import compile_messages
from search import statistics
from search.engines import registry
from tests.kept import Content, Worlds, begin
from tests.servers import guards
from tests.servers.baseline import Baseline
from tests.servers.sharing import shared_elasticsearch
from tests.servers.template_database import copy_migrated_database

REAL_TRANSACTIONS = frozenset({"transactional_db", "live_server"})
DATABASES_OF_TESTS = frozenset({"db", "django_db_setup"}) | REAL_TRANSACTIONS
put_back = pytest.StashKey[tuple[DjangoDbBlocker, Baseline]]()


def pytest_configure() -> None:
    """Chinese pages are tested as readers see them, so what is compiled must be what the catalogues say."""
    if compile_messages():
        # Django has been set up by now and may have read what was there before; this is its way to read again.
        setting_changed.send(sender=pytest_configure, setting="LOCALE_PATHS", value=None, enter=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Drills come first: they wait for servers while others work, and the last of them would run alone at the end.

    The run on PostgreSQL leaves out what the run on SQLite has proved for both: whatever asks no database.
    """
    items.sort(key=lambda item: item.get_closest_marker("drill") is None)
    if connection.vendor != "postgresql":
        return
    left_out = [item for item in items if item.get_closest_marker("any_database") or not _asks_a_database(item)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: without walking it again and again, the tests take a fifth less time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder that `portal.settings.test` made for this run, once its parallel processes are done."""
    folder = Path(os.environ.get("DATA_DIR", ""))
    if not hasattr(config, "workerinput") and folder.name.startswith("sunlight-test-"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _like_the_first() -> Iterator[None]:
    """What a test before left in this process, the next must not meet: language, search index, searches to count."""
    folder = configured.SEARCH_DIR
    with translation.override("zh-hans"):
        yield
    statistics._counts.clear()
    if folder.exists():
        for engine in registry.engines():
            engine.close()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def kept_worlds() -> Worlds:
    """None until a test has asked for one."""
    return {}


@pytest.fixture
def kept_content() -> Content:
    """What the kept fixtures of a test give."""
    return Content()


@pytest.fixture(autouse=True)
def _kept_first(
    request: pytest.FixtureRequest,
    _like_the_first: None,
    kept_content: Content,
    kept_worlds: Worlds,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """What was built once is there before anything else of a test."""
    begin(request, kept_content, kept_worlds, tmp_path_factory)


@pytest.fixture(scope="session")
def elasticsearch_server() -> Iterator[Callable[[str], str]]:
    """Gives the address of a running server of a version; started once for all processes, stopped after the last."""
    running: dict[str, str] = {}
    with ExitStack() as leases:

        def address(version: str) -> str:
            if version not in running:
                running[version] = leases.enter_context(shared_elasticsearch(version))
            return running[version]

        yield address


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> bool:
    """Before the test database is set up: begin from a migrated one."""
    with django_db_blocker.unblock():
        copy_migrated_database()
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Baseline]:
    """After it is set up: remember what is in it."""
    with django_db_blocker.unblock():
        baseline = Baseline.taken()
    request.config.stash[put_back] = (django_db_blocker, baseline)
    yield baseline
    # From here on the connection leads to the database of the settings, which is nobody's to empty.
    del request.config.stash[put_back]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """A test with real transactions leaves rows of all kinds; put back what the migrations had put there.

    Django would empty all tables before, which takes longer and is done here anyway.
    """
    if not _has_real_transactions(item) or put_back not in item.config.stash:
        yield
        return
    blocker, baseline = item.config.stash[put_back]
    try:
        with patch.object(TransactionTestCase, "_fixture_teardown"):
            yield
    finally:
        if put_back in item.config.stash:
            with blocker.unblock():
                # Tables that only grow are emptied too.
                guards.take_down()
                baseline.put_back()
                guards.put_up()
                connection.close()


def _asks_a_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or not DATABASES_OF_TESTS.isdisjoint(_fixtures(item))


def _has_real_transactions(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or not REAL_TRANSACTIONS.isdisjoint(_fixtures(item))


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))
