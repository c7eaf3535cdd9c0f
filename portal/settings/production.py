"""A public site behind a TLS proxy. Refuses to start without its secrets and its host names."""

import os

from portal.settings.base import *  # noqa: F403
from portal.settings.base import SITE_URL, environment

DEBUG = False
SECRET_KEY = environment.required("SECRET_KEY")
#: Never changes: what was recorded is sealed with it.
AUDIT_KEY = environment.required("AUDIT_KEY")
#: Never changes: receipts are found and signed with it.
RECEIPT_KEY = environment.required("RECEIPT_KEY")
# The process that citizens reach has the public key alone.
environment.required("SEALING_PUBLIC_KEY")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or [environment.required("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS", default=SITE_URL)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# The probes of a load balancer come by plain HTTP from inside.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS") or 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Wagtail shows previews of a page in a frame of its own admin, so SAMEORIGIN it is (base.py).
SILENCED_SYSTEM_CHECKS = ["security.W019"]
