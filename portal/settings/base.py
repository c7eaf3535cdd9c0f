"""What every installation shares. Whatever varies is read from the environment in `environment.py`."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.settings import environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "home",
    "portal.insights",
    "portal.archives",
    "portal.alerts",
    "portal.notices",
    "portal.feedback",
    "portal.cases",
    "portal.privacy",
    "portal.organisations",
    "portal.operations",
    "portal.audit",
    "portal.accounts",
    "portal.content",
    "search",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.accounts.keeping.app.AccountKeepingConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "captcha",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.operations.metrics.requests.CountRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.content.policy.ContentPolicy",
    "portal.content.caching.middleware.PageCache",
    "portal.content.caching.stamped.StampedAnswers",
    "portal.insights.open_data.middleware.OpenAccess",
    "home.modes.middleware.VaryByLook",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.accounts.middleware.AtTheDoor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.content.middleware.AtomicWrites",
    "portal.content.redirects.OldAddresses",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "home.context.site_frame",
                "home.modes.context.modes",
            ],
        },
    }
]

# Data

DATABASES = {"default": environment.database(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'sunlight.db'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHE_URL = os.environ.get("CACHE_URL") or "locmem:"
CACHES = {
    "default": environment.cache(CACHE_URL),
    "pages": environment.cache(CACHE_URL, "pages", entries=500),
    # Counts of the day, and the key that they stand under: a flood must not push it out.
    "floods": environment.cache(CACHE_URL, "floods", entries=50_000),
}
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
# Uploads stay in what the portal's own user can read; the web server never serves the folder by itself.
FILE_UPLOAD_PERMISSIONS = 0o640
#: With a web server in front: the internal address under which it serves MEDIA_ROOT (nginx: X-Accel-Redirect).
MEDIA_ACCEL = os.environ.get("MEDIA_ACCEL") or ""
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Public pages that are kept on the server until something on them changes (portal.content.caching)

PAGE_CACHE = environment.flag("PAGE_CACHE", default=True)
#: The views whose answers are kept, by the names of their addresses. Never search pages: their number has no end.
PAGE_CACHE_VIEWS = frozenset(
    {
        "case",
        "case_feed",
        "case_json",
        "case_json_feed",
        "changes",
        "changes_feed",
        "changes_json_feed",
        "glossary",
        "insights",
        "public_inquiries",
        "robots",
        "search_feed",
        "search_json_feed",
        "sitemap",
        "sitemap_section",
        "statistic",
        "unit",
        "unit_archive",
        "unit_archive_feed",
        "unit_archive_json_feed",
        "units",
        "wagtail_serve",
    }
)
#: Views with addresses without end: kept by nobody, but "not modified" as long as nothing public has changed.
STAMPED_VIEWS = frozenset(
    {
        "search_feed",
        "search_json_feed",
        "statistic_file",
        "unit_archive_feed",
        "unit_archive_file",
        "unit_archive_json_feed",
    }
)
STAMPED_NAMESPACES = frozenset({"api"})
#: Cookies that change the look of public pages, each with all values that we write.
PAGE_CACHE_VARIANTS: dict[str, frozenset[str]] = {
    "text": frozenset({"large", "larger"}),
    "contrast": frozenset({"high"}),
    "layout": frozenset({"simple"}),
    "pinyin": frozenset({"on"}),
}

# Search

SEARCH_URL = os.environ.get("SEARCH_URL") or "embedded:"
SEARCH_DIR = DATA_DIR / "search"
#: Names this machine's embedded index where several web machines share a database.
SEARCH_INSTANCE = os.environ.get("SEARCH_INSTANCE") or "main"
#: Seconds after which an edited synonym or promoted result is seen by every process.
SEARCH_REFRESH_SECONDS = 2.0

# Background work

TASKS = {
    # Wagtail's own: who may see a file hangs on which page shows it, so that is known with the change itself.
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    # Ours, served by `run_worker`; a queue is a thread in each worker (portal/operations/tasks).
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "office"]},
}

# Open data

#: Where the whole sets lie as files, made by the worker; web machines that share the folder serve them.
OPEN_DATA_DIR = Path(os.environ.get("OPEN_DATA_DIR") or DATA_DIR / "open-data")
#: Requests to the interface that one reader may make in a minute, and downloads in an hour; 0: any number.
OPEN_DATA_PER_MINUTE = environment.number("OPEN_DATA_PER_MINUTE", default=600)
OPEN_DATA_FILES_PER_HOUR = environment.number("OPEN_DATA_FILES_PER_HOUR", default=240)
#: Under which terms everybody may use it.
OPEN_DATA_LICENCE = os.environ.get("OPEN_DATA_LICENCE") or "CC BY 4.0"
OPEN_DATA_LICENCE_URL = os.environ.get("OPEN_DATA_LICENCE_URL") or "https://creativecommons.org/licenses/by/4.0/"

# Names

#: Months for which a full name stays public after the influence period of its measures.
NAME_MARGIN_MONTHS = environment.number("NAME_MARGIN_MONTHS", default=6)

# What citizens hand in is sealed (portal.privacy.sealing, docs/feedback.md)

#: Public keys of the office: the first is its own, further ones may lie offline. ``KEY`` or ``KEY@2027-12-31``.
SEALING_PUBLIC_KEY = environment.words("SEALING_PUBLIC_KEY")
#: Private keys of all generations that still open something. The process that serves citizens needs none.
SEALING_PRIVATE_KEYS = environment.words("SEALING_PRIVATE_KEYS")
#: What checking the secret of a receipt costs: rounds and KiB of Argon2id.
SECRET_COST = (2, 19_456)
#: Codes of the units that run the desk; what accuses them none of their staff sees (portal.feedback.watching).
OFFICE_UNITS = environment.words("OFFICE_UNITS")
#: Names of accounts of the superior or an independent body that see what accuses the office, and nothing else.
OFFICE_WATCHERS = environment.words("OFFICE_WATCHERS")
#: Where citizens can turn to instead, as the pages tell them: name, telephone, address of the superior body.
SUPERIOR_CHANNEL = os.environ.get("SUPERIOR_CHANNEL") or ""
#: Where the quick exit of the pages of feedback leads: a page that everybody looks at.
QUICK_EXIT_URL = os.environ.get("QUICK_EXIT_URL") or "https://www.gov.cn/"
#: Sends text messages: a class as `portal.feedback.telling.gateways` describes it.
TEXT_MESSAGE_GATEWAY = os.environ.get("TEXT_MESSAGE_GATEWAY") or "portal.feedback.telling.gateways.ConsoleGateway"
#: Sealed attachments, apart from the media of the site.
SEALED_DIR = Path(os.environ.get("SEALED_DIR") or DATA_DIR / "sealed")

#: Months after its end for which what was handed in can be read; and where nothing of it was looked into.
RETENTION_MONTHS = environment.number("RETENTION_MONTHS", default=36)
RETENTION_MONTHS_SHORT = environment.number("RETENTION_MONTHS_SHORT", default=12)

# Audit log

#: Where its end is written down each day, best on another machine's disk (docs/audit.md).
AUDIT_ANCHOR_FILE = Path(os.environ.get("AUDIT_ANCHOR_FILE") or DATA_DIR / "audit" / "anchors.jsonl")

# The check against automatic entries (docs/captcha.md)

#: Whether forms of citizens have it at all; only tests of other things switch it off.
CAPTCHA = True
#: Minutes for which a picture may be answered: whoever writes six thousand characters needs time.
CAPTCHA_TIMEOUT = 240
CAPTCHA_FONT_SIZE = 34
#: Twice as large as it is shown.
CAPTCHA_IMAGE_SIZE = (340, 112)
#: Where the clips of single digits lie, and the program that makes them once.
CAPTCHA_CLIPS = DATA_DIR / "digit_clips"
CAPTCHA_SPEECH_PROGRAM = os.environ.get("CAPTCHA_SPEECH_PROGRAM") or "espeak-ng"
#: Rounds of one try of the work that a browser does instead; twice as many take twice as long.
PROOF_OF_WORK_COST = environment.number("PROOF_OF_WORK_COST", default=2000)

#: From one address in a day; more go to the end of the queue. A village may share one.
SUBMISSIONS_A_DAY_FROM_ONE_PLACE = environment.number("SUBMISSIONS_A_DAY_FROM_ONE_PLACE", default=20)

# Files that citizens hand in (docs/attachments.md)

ATTACHMENT_MAX_FILES = environment.number("ATTACHMENT_MAX_FILES", default=5)
ATTACHMENT_MAX_BYTES = environment.number("ATTACHMENT_MAX_MEGABYTES", default=20) << 20
#: A picture with more is a bomb, or is made smaller by whoever took it.
ATTACHMENT_MAX_PIXELS = environment.number("ATTACHMENT_MAX_MEGAPIXELS", default=40) * 1_000_000
#: ``tcp://host:3310`` or ``unix:///run/clamav/clamd.ctl``; without it no file is scanned for viruses.
CLAMAV_URL = os.environ.get("CLAMAV_URL") or ""
CLAMAV_TIMEOUT = 20.0

# Backups

#: What was deleted for good, so that a restore does not bring it back; best on another machine's disk (docs/backup.md).
PURGE_LIST_FILE = Path(os.environ.get("PURGE_LIST_FILE") or DATA_DIR / "purged" / "purged.jsonl")

# Languages: Chinese at the root, English under /en/

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
# The second holds what Wagtail's own Chinese lacks.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_wagtail"]
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = "portal.formats"
USE_I18N = True
USE_TZ = True

# Static files

STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "home.styles.SiteStyles",
]
#: The style sheets of every page in one file.
STYLES_DIR = DATA_DIR / "styles"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Wagtail

SITE_URL = (os.environ.get("SITE_URL") or "http://127.0.0.1:8000").rstrip("/")
WAGTAIL_SITE_NAME = "阳光问效"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_USER_LOGIN_FORM = "portal.accounts.forms.StaffLoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "portal.accounts.resetting.ResetForm"  # noqa: S105 (a form)
WAGTAILIMAGES_IMAGE_MODEL = "content.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "content.PortalDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
#: A small file can hold any number, and unpacking them takes time and memory.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAIL_FRONTEND_LOGIN_TEMPLATE = "accounts/login.html"
# Asking about a page that is nearly the typed address would tell its title (portal/content/page_choosers.py).
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "exact"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Ours are written with the change itself: portal/content/addresses.py.
WAGTAILREDIRECTS_AUTO_CREATE = False
# Whoever approves must have seen these very words: a text that is edited under review goes through it again.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# Nothing is embedded from other sites, and none is asked what it has (portal/content/wagtail_hooks.py).
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# No avatar from another site: an editor's visit is nobody else's business.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
# The admin searches by substring: it finds Chinese, and publishing does not slow with an index of every page.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database.fallback"}}

# Accounts and safety

AUTHENTICATION_BACKENDS = ["portal.accounts.lockout.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "django.contrib.auth.password_validation.MinimumLengthValidator",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "django.contrib.auth.password_validation.NumericPasswordValidator",
        "portal.accounts.passwords.RecordedChange",
    )
]
#: Groups whose members give a second factor besides the password; "superuser" stands for who may do everything.
SECOND_FACTOR_FOR = environment.words(
    "SECOND_FACTOR_FOR", default="intake,moderator,handler,supervisor,leadership,superuser"
)
#: Refusals of one account from one address that lock it there, and for how long.
SIGN_IN_REFUSALS = environment.number("SIGN_IN_REFUSALS", default=5)
SIGN_IN_LOCK_MINUTES = environment.number("SIGN_IN_LOCK_MINUTES", default=15)
#: Proxies before us whose X-Forwarded-For is believed (portal.privacy.addresses).
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", default=0)
#: A session of staff ends after this long without a click, and after this long in any case.
SESSION_IDLE_MINUTES = environment.number("SESSION_IDLE_MINUTES", default=60)
SESSION_HOURS = environment.number("SESSION_HOURS", default=12)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LOGIN_URL = "wagtailcore_login"
LOGIN_REDIRECT_URL = "internal_notices"
CSRF_FAILURE_VIEW = "home.refusals.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"

globals().update(environment.email(os.environ.get("EMAIL_URL") or "console:"))
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or "sunlight@localhost"

#: Where undeliverable mail comes back to, as ``name+token@host``; empty: to the sender (docs/alerts.md).
BOUNCE_ADDRESS = os.environ.get("BOUNCE_ADDRESS") or ""
#: Mails in a row that come back until an address is forgotten.
BOUNCE_LIMIT = environment.number("BOUNCE_LIMIT", default=3)
#: Days after which a unit that has not acknowledged a warning is reminded, and reminded again.
WARNING_REMINDER_DAYS = environment.number("WARNING_REMINDER_DAYS", default=3)

#: Who shows it as a bearer token reads the figures at /metrics; empty: nobody.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN") or ""

# Addresses are never logged: request records carry the path, and gunicorn's access log stays off.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.operations.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
        "json": {"()": "portal.operations.logs.JSONFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": os.environ.get("LOG_FORMAT") or "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL") or "INFO"},
    # They write a line for every request that goes well, or several for every save of a page.
    "loggers": {name: {"level": "WARNING"} for name in ("elastic_transport", "django_tasks", "wagtail")},
}
