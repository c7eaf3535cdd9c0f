"""How gunicorn serves the portal. No access log: no address of a reader is written anywhere."""

import os
import re
import shutil
import tempfile
from typing import Any

from gunicorn.glogging import Logger


class AddresslessLogger(Logger):
    """Gunicorn names the address of whoever sends a broken request; ours says only that one came."""

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """As gunicorn's, without the address."""
        super().warning(re.sub(r"\s*from ip=\S*?(?=:\s|$)", "", str(msg)), *args, **kwargs)


_host = os.environ.get("HOST") or "127.0.0.1"
bind = f"{f'[{_host}]' if ':' in _host else _host}:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
timeout = 60
graceful_timeout = 5
accesslog = None
logger_class = AddresslessLogger
loglevel = "warning"
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Web processes write their figures into one folder, and any of them reads all; new with each start."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="sunlight-metrics-")


def child_exit(server: Any, worker: Any) -> None:
    """What a process that is gone has counted stays; it is alive no more."""
    # Not before: how it counts is decided when it is imported.
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """The figures end with the server."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
