"""Which release made a page: a shared cache outlives the processes that fill it."""

from functools import cache
from hashlib import blake2b

from django.conf import settings

_FOLDERS = ("portal", "search", "home", "templates", "locale", "static")
_KINDS = frozenset({".py", ".html", ".mo", ".css", ".js", ".svg"})


@cache
def release_mark() -> str:
    """A digest of all that makes pages besides the database; read once in each process."""
    digest = blake2b(settings.SITE_URL.encode(), digest_size=8)
    files = [path for folder in _FOLDERS for path in (settings.BASE_DIR / folder).rglob("*") if path.suffix in _KINDS]
    for path in (*sorted(files), settings.BASE_DIR / "requirements.txt"):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(settings.BASE_DIR)}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
