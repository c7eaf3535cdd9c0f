"""The wire to Elasticsearch: strict time limits, one kind of error, and a short memory of failure."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from search.engines.base import SearchUnavailable

logger = logging.getLogger(__name__)

#: Seconds a reader waits before the standby answers. The connection gives up a little before the promised two.
SEARCH_SECONDS = 1.8
#: Seconds for a batch of writes; nobody waits for it but the worker.
WRITE_SECONDS = 30.0
#: Seconds during which searches fail at once after one has failed.
REST_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where the cluster is, taken from ``SEARCH_URL``."""

    hosts: tuple[str, ...]
    #: First part of the name of everything this installation keeps in the cluster.
    prefix: str
    credentials: tuple[str, str] | None = None

    @classmethod
    def parse(cls, url: str) -> "Address":
        """``elasticsearch+http(s)://[user:password@]host[:port][,host…][/prefix]``; `ValueError` for anything else."""
        parts = urlsplit(url)
        kind, _, scheme = parts.scheme.partition("+")
        login, _, hosts = parts.netloc.rpartition("@")
        if kind != "elasticsearch" or scheme not in {"http", "https"} or not hosts:
            raise ValueError("expected elasticsearch+http(s)://host[:port][,host…][/prefix]")
        user, _, password = login.partition(":")
        port = ":443" if scheme == "https" else ":9200"
        return cls(
            hosts=tuple(f"{scheme}://{host}{'' if ':' in host else port}" for host in hosts.split(",")),
            prefix=parts.path.strip("/") or "sunlight",
            credentials=(unquote(user), unquote(password)) if login else None,
        )


class IndexMissing(SearchUnavailable):
    """The server answers, but was never given an index of this version."""


class CircuitBreaker:
    """Remembers a failure for a moment, so that an outage costs one reader the wait and not each of them."""

    def __init__(self, seconds: float = REST_SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._closed_until: float | None = None

    def check(self) -> None:
        """Raise `SearchUnavailable` while at rest; after it, let one caller through to try."""
        if self._closed_until is None:
            return
        with self._lock:
            now = time.monotonic()
            if self._closed_until is not None and now < self._closed_until:
                raise SearchUnavailable("Elasticsearch failed a moment ago")
            self._closed_until = now + self._seconds

    def failed(self) -> None:
        """Note a failure."""
        with self._lock:
            self._closed_until = time.monotonic() + self._seconds

    def succeeded(self) -> None:
        """Note that it answers; forgets failures."""
        if self._closed_until is not None:
            with self._lock:
                self._closed_until = None


class Connection:
    """A client for reading and one for writing, which differ in patience."""

    def __init__(self, address: Address) -> None:
        # A refused connection is tried once more where there is another node; a time-out or an error never is.
        client = Elasticsearch(
            list(address.hosts),
            basic_auth=address.credentials,
            max_retries=min(len(address.hosts) - 1, 1),
            retry_on_timeout=False,
            retry_on_status=(),
            request_timeout=WRITE_SECONDS,
        )
        self.write = client
        self.read = client.options(request_timeout=SEARCH_SECONDS)
        self.breaker = CircuitBreaker()

    @contextmanager
    def reading(self) -> Iterator[Elasticsearch]:
        """For a reader who waits: whatever goes wrong is `SearchUnavailable`, and remembered for a moment."""
        self.breaker.check()
        try:
            with _typed():
                yield self.read
        except IndexMissing:
            # The server is well: nothing to rest from.
            self.breaker.succeeded()
            raise
        except SearchUnavailable as error:
            self._rest(error)
            raise
        except (KeyError, TypeError, ValueError, IndexError) as error:
            self._rest(error)
            raise SearchUnavailable("Elasticsearch gave an answer that is none") from error
        self.breaker.succeeded()

    def _rest(self, error: Exception) -> None:
        self.breaker.failed()
        logger.warning("search: no answer for %.0f seconds: %s", REST_SECONDS, error)

    @contextmanager
    def writing(self) -> Iterator[Elasticsearch]:
        """For the worker. A server that refuses writes (a full disk) may well answer readers: it is not remembered."""
        with _typed():
            yield self.write
        self.breaker.succeeded()

    def close(self) -> None:
        """Let go of the connections; both clients share them."""
        self.write.close()


@contextmanager
def _typed() -> Iterator[None]:
    try:
        yield
    except NotFoundError as error:
        raise IndexMissing("Elasticsearch has no index of this version; run rebuild_index") from error
    except (ApiError, TransportError) as error:
        raise SearchUnavailable(f"Elasticsearch: {str(error)[:300]}") from error
