"""How gunicorn serves the portal. No access log: no address of a reader is written anywhere."""

import errno
import gc
import os
import re
import shutil
import tempfile
import time
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers import gthread

#: A request may take so many seconds to come, and one more for so many bytes of it. Gunicorn itself waits for ever, so
#: a body that drips in would hold one of its few threads; a proxy in front gathers bodies and makes this idle.
COMES_WITHIN, BYTES_A_SECOND = 15.0, 2000


class AddresslessLogger(Logger):
    """Gunicorn names whoever sends a broken request, and quotes it; ours says only that one came and what it lacks."""

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """As gunicorn's, without the address, and nothing of the request: words of a search, a cookie."""
        text = re.sub(r"\s*from ip=\S*?(?=:\s|$)", "", str(msg))
        if text.startswith("Invalid request"):
            text = re.split(r":?\s*b?['\"]", ": ".join(text.split(": ")[:2]), maxsplit=1)[0]
        super().warning(text, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """As gunicorn's, without what stands behind the path of an address."""
        super().exception(msg, *(each.partition("?")[0] if isinstance(each, str) else each for each in args), **kwargs)


class BoundedReader(SocketUnreader):
    """Reads a request while it comes fast enough; else, or where it ends too early, as if the client were gone."""

    def begin(self) -> None:
        """Another request is expected."""
        self.began, self.taken = time.monotonic(), 0

    def chunk(self, size_hint: int | None = None) -> bytes:
        """What has come. Raises ConnectionResetError, of which gunicorn makes no word in a log."""
        left = COMES_WITHIN + self.taken / BYTES_A_SECOND - (time.monotonic() - self.began)
        if left <= 0:
            raise ConnectionResetError(errno.ECONNRESET, "too slow")
        self.sock.settimeout(left)
        try:
            data: bytes = super().chunk(size_hint)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "too slow") from None
        finally:
            self.sock.settimeout(None)
        if self.taken and not data:
            raise ConnectionResetError(errno.ECONNRESET, "cut off")
        self.taken += len(data)
        return data


class BoundedConnection(gthread.TConn):
    """A connection whose requests are read like that."""

    def init(self) -> None:
        """Before each request."""
        is_new = not self.initialized
        super().init()
        if is_new and type(getattr(self.parser, "unreader", None)) is SocketUnreader:
            self.parser.unreader = BoundedReader(self.sock)
        if isinstance(getattr(self.parser, "unreader", None), BoundedReader):
            self.parser.unreader.begin()


# The worker has no setting for it.
gthread.TConn = BoundedConnection

_host = os.environ.get("HOST") or "127.0.0.1"
bind = f"{f'[{_host}]' if ':' in _host else _host}:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
# A process takes no more than it will soon answer: what waits is shared by all, and nobody stands in the longer queue.
worker_connections = 32
timeout = 60
graceful_timeout = 5
accesslog = None
logger_class = AddresslessLogger
loglevel = "warning"
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Web processes write their figures into one folder, and any of them reads all; new with each start."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="sunlight-metrics-")


def post_worker_init(worker: Any) -> None:
    """What has been loaded stays: a page that need not wait for a walk through it takes some 5 % less time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)


def child_exit(server: Any, worker: Any) -> None:
    """What a process that is gone has counted stays; it is alive no more."""
    # Not before: how it counts is decided when it is imported.
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """The figures end with the server."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
