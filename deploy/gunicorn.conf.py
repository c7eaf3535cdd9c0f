"""How gunicorn serves the portal. No access log: no address of a reader is written anywhere."""

import os
import re
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
