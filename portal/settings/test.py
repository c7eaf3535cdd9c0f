"""Fast and closed: throw-away folders, no mail, no compression. The database is SQLite or what DATABASE_URL says."""

import os
import tempfile
from pathlib import Path

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="sunlight-test-")

from portal.privacy.sealing.key_texts import public_text, to_text  # noqa: E402
from portal.settings.base import *  # noqa: E402, F403
from portal.settings.base import CACHES, DATA_DIR, DATABASES, STORAGES  # noqa: E402

SECRET_KEY = "only-for-tests"  # noqa: S105
AUDIT_KEY = "only-for-tests"
RECEIPT_KEY = "only-for-tests"
SEALING_PRIVATE_KEYS = [to_text(b"only-for-tests".ljust(32, b"."))]
SEALING_PUBLIC_KEY = [public_text(SEALING_PRIVATE_KEYS[0])]
# As the hasher of passwords below: quick, and the same code.
SECRET_COST = (1, 64)
DEBUG = False
ALLOWED_HOSTS = ["*"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that threads wait for each other as in production; it does not last, so no disk is waited for.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests of other rooms sign in with a password alone; those of this one ask for more.
SECOND_FACTOR_FOR = []
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
# Keys of pictures come again in every test; a picture of the last one must not.
CACHES = {**CACHES, "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
# What one test rolls back, the next must not be shown; tests of the page cache switch it on.
PAGE_CACHE = False
# Each parallel test process has its own folders.
SEARCH_DIR = Path(DATA_DIR) / os.environ.get("PYTEST_XDIST_WORKER", "main") / "search"
# What one test edits, the next must not see.
SEARCH_REFRESH_SECONDS = 0.0
AUDIT_ANCHOR_FILE = Path(DATA_DIR) / os.environ.get("PYTEST_XDIST_WORKER", "main") / "audit" / "anchors.jsonl"
PURGE_LIST_FILE = Path(DATA_DIR) / os.environ.get("PYTEST_XDIST_WORKER", "main") / "purged" / "purged.jsonl"
MEDIA_ROOT = Path(DATA_DIR) / os.environ.get("PYTEST_XDIST_WORKER", "main") / "media"
SEALED_DIR = Path(DATA_DIR) / os.environ.get("PYTEST_XDIST_WORKER", "main") / "sealed"
# Forms are filled by programs here; the tests of the check itself switch it on.
CAPTCHA = False
# Tests ask more often than anybody would; those of the limits set them.
OPEN_DATA_PER_MINUTE = OPEN_DATA_FILES_PER_HOUR = 0
