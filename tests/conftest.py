"""What every test may use: the real servers, and compiled message catalogues."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from deploy.compile_messages import compile_messages
from tests.servers.sharing import shared_elasticsearch


def pytest_configure() -> None:
    """Chinese pages are tested as readers see them, so what is compiled must be what the catalogues say."""
    compile_messages()


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
