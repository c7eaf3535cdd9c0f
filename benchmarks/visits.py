"""Opening pages as a web server does, through the whole WSGI handler. Imports nothing of the portal."""

from collections.abc import Callable
from io import BytesIO
from typing import Any


def opened(handler: Callable[..., Any], address: str, etag: str = "") -> dict[str, str]:
    """Open a page, or ask whether it is still the one of this ETag; the headers of the answer."""
    answered: dict[str, str] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *rest: object) -> Callable[[bytes], object]:
        expected = "304" if etag else "200"
        if not status.startswith(expected):
            raise SystemExit(f"benchmarks: {address} answered {status}, not {expected}")
        answered.update(headers)
        return lambda written: None

    path, _mark, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_LANGUAGE": "zh-CN,zh;q=0.9",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    if etag:
        environ["HTTP_IF_NONE_MATCH"] = etag
    response = handler(environ, start_response)
    b"".join(response)
    response.close()
    return answered
