"""Readers for what varies between installations: one small function a kind of value."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

#: Seconds a writer waits for another one before SQLite gives up.
SQLITE_TIMEOUT = 20
#: Seconds that a reader waits for the shared cache; without it the page is made anew, which takes less.
REDIS_TIMEOUT = 0.5


def required(name: str) -> str:
    """The value of a variable without which the portal must not start."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment (docs/operations.md says how).")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Whether a variable is switched on (1, true, yes, on)."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, *, default: int) -> int:
    """A whole number that is not negative."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, *, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def kept_secret(path: Path, length: int = 50) -> str:
    """A secret of this installation, made the first time and readable by its owner only; ``length`` in bytes."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(length), encoding="ascii")
        # Two processes may start at once: the first link wins, both read the same secret.
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def database(url: str) -> dict[str, Any]:
    """A Django database from ``DATABASE_URL``; SQLite gets WAL, immediate transactions and durable commits."""
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_TIMEOUT,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
        }
    return config


def cache(url: str, name: str = "sunlight", *, entries: int = 300) -> dict[str, Any]:
    """A Django cache from ``CACHE_URL``: ``locmem:`` or ``redis://host:port/number`` (bounded by ``maxmemory``)."""
    scheme = urlsplit(url).scheme
    if scheme == "locmem":
        backend = "django.core.cache.backends.locmem.LocMemCache"
        return {"BACKEND": backend, "LOCATION": name, "OPTIONS": {"MAX_ENTRIES": entries}}
    if scheme in {"redis", "rediss"}:
        backend = "portal.content.caching.backends.ForgivingRedisCache"
        limits = {"socket_connect_timeout": REDIS_TIMEOUT, "socket_timeout": REDIS_TIMEOUT}
        return {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": name, "OPTIONS": limits}
    raise ImproperlyConfigured(f"CACHE_URL: unknown kind {scheme!r}; use locmem: or redis://…")


def email(url: str) -> dict[str, Any]:
    """Django's e-mail settings from ``EMAIL_URL``: ``console:`` or ``smtp[s|+tls]://user:password@host:port``."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ImproperlyConfigured(f"EMAIL_URL: unknown kind {parts.scheme!r}; use console: or smtp://…")
    options = parse_qs(parts.query)
    return {
        "EMAIL_BACKEND": "portal.operations.mail.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": int(options.get("timeout", ["10"])[0]),
    }
