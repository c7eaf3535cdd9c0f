"""One machine, one command: what `make run` and a developer use. Secrets are made in DATA_DIR the first time."""

from portal.privacy.sealing.key_texts import public_text
from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATA_DIR, PAGE_CACHE, SEALING_PRIVATE_KEYS, SEALING_PUBLIC_KEY, environment

SECRET_KEY = environment.kept_secret(DATA_DIR / "secret_key")
AUDIT_KEY = environment.kept_secret(DATA_DIR / "audit_key")
RECEIPT_KEY = environment.kept_secret(DATA_DIR / "receipt_key")
if not SEALING_PUBLIC_KEY:
    SEALING_PRIVATE_KEYS = [environment.kept_secret(DATA_DIR / "sealing_key", length=32)]
    SEALING_PUBLIC_KEY = [public_text(SEALING_PRIVATE_KEYS[0])]
DEBUG = environment.flag("DEBUG")
# Whoever edits templates wants to see them.
PAGE_CACHE = PAGE_CACHE and not DEBUG
# Whoever tries the demonstration city needs no telephone for it; everybody may set a second factor up.
SECOND_FACTOR_FOR = environment.words("SECOND_FACTOR_FOR")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", default="*")
