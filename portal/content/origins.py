"""Whether a form was sent by a page of this site: for forms that carry no token, since nobody is signed in there."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_foreign(request: HttpRequest, *, opaque: bool = False) -> bool:
    """Whether the browser says that a page of another site sent the form; very old ones say nothing.

    ``opaque``: pages that send no referrer have the origin "null", which old browsers then say of themselves.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None or (opaque and origin == "null"):
        return False
    return urlsplit(origin).netloc != request.get_host()
