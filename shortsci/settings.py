"""Settings of the project, all in this file.

Each environment variable is read once, with its default beside it; a bad value
stops the start with a sentence that names the variable.
"""

from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF

from shortsci import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# Where the embedded default keeps its database, its socket and its secret key.
DATA_DIR = environment.read_data_dir("DATA_DIR", default=BASE_DIR / "var")

# Shows tracebacks in the browser; for development only.
DEBUG = environment.read_bool("DEBUG", default=False)

# Signs sessions and mail links. Made and kept in DATA_DIR when not given.
SECRET_KEY = environment.read_secret_key("SECRET_KEY", data_dir=DATA_DIR)

# The address that readers type; links in mails and feeds start with it, and https here turns on secure cookies.
SITE_URL = environment.read_http_url("SITE_URL", default="http://127.0.0.1:8000")

# Host names that the site answers to, separated by commas.
ALLOWED_HOSTS = environment.read_list(
    "ALLOWED_HOSTS",
    default=sorted({"localhost", "127.0.0.1", "[::1]", urlsplit(SITE_URL).hostname or "localhost"}),
)

# A mailbox that arXiv and Crossref can write to when our requests trouble them; goes into the User-Agent.
CONTACT_EMAIL = environment.env.str("CONTACT_EMAIL", default="") or "operator@localhost"

# Where metadata comes from; tests and mirrors set another address.
ARXIV_API_URL = environment.read_http_url("ARXIV_API_URL", default="https://export.arxiv.org/api/query")
ARXIV_OAI_URL = environment.read_http_url("ARXIV_OAI_URL", default="https://oaipmh.arxiv.org/oai")
ARXIV_RSS_URL = environment.read_http_url("ARXIV_RSS_URL", default="https://rss.arxiv.org/rss")
CROSSREF_API_URL = environment.read_http_url("CROSSREF_API_URL", default="https://api.crossref.org")
DATACITE_API_URL = environment.read_http_url("DATACITE_API_URL", default="https://api.datacite.org")

# Categories whose new papers come in every day by themselves, separated by commas, such as cs.LG,math.NT.
ARXIV_DAILY_CATEGORIES = environment.read_list("ARXIV_DAILY_CATEGORIES", default=[])

# The Redis-protocol server: Celery's broker, the limiter of outgoing requests, the debounce of tasks.
REDIS_URL = environment.read_redis_url("REDIS_URL", data_dir=DATA_DIR)

# ---------------------------------------------------------------- applications

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "django_htmx",
    "shortsci",
    "changes",
    "accounts",
    "papers",
    "summaries",
    "votes",
    "demo",
]

MIDDLEWARE = [
    "shortsci.request_size.RequestSizeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shortsci.error_answers.DomainErrorMiddleware",
]

ROOT_URLCONF = "shortsci.urls"
WSGI_APPLICATION = "shortsci.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "shortsci" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ---------------------------------------------------------------- database

# sqlite:///… or postgres://USER:PASSWORD@HOST:PORT/NAME
DATABASES = {
    "default": environment.read_database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'shortsci.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers do not wait for the writer (WAL); a write takes its lock at BEGIN, so that two of them queue up
    # instead of failing half-way with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 600

# ---------------------------------------------------------------- Celery

CELERY_BROKER_URL = environment.celery_broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300  # seconds
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TASK_SEND_SENT_EVENT = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever: the broker may be away for a night
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
# A message is only a hint, see shortsci.celery.enqueue: publishing never waits for a broker that is away.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    # The sweeps find work whose message was lost; `expires` keeps a pile of them from building up.
    "rank-changed-summaries": {
        "task": "votes.tasks.rank_changed_summaries",
        "schedule": 2.0,
        "options": {"expires": 2},
    },
    "fetch-pending-papers": {
        "task": "papers.tasks.fetch_pending_papers",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "fetch-pending-dois": {
        "task": "papers.tasks.fetch_pending_dois",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "harvest-pages": {
        "task": "papers.tasks.harvest_pages",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "mail-notices": {
        "task": "accounts.tasks.mail_notices",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "rerender-mentions": {
        "task": "summaries.tasks.rerender_mentions",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    # After a change of the renderer; otherwise it finds nothing.
    "rerender": {
        "task": "summaries.tasks.rerender",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    # arXiv announces after midnight in Europe; the list is empty on Saturdays and Sundays.
    "read-announcements": {
        "task": "papers.tasks.read_announcements",
        "schedule": crontab(hour=6, minute=15),
        "options": {"expires": 3600},
    },
}

# ---------------------------------------------------------------- accounts

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USERNAME_VALIDATORS = "accounts.validators.username_validators"
ACCOUNT_USERNAME_BLACKLIST = ["admin", "anonymous", "api", "moderator", "root", "support"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True

# consolemail:// prints mails on the console; smtp+tls://USER:PASSWORD@HOST:PORT sends them.
vars().update(environment.read_email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20  # seconds; a task that mails ends long before its own limit
DEFAULT_FROM_EMAIL = f"Shortsci <{CONTACT_EMAIL}>"

# ---------------------------------------------------------------- API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "shortsci.error_answers.api_exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {"TOKEN_TTL": None, "AUTH_HEADER_PREFIX": "Token"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Shortsci API",
    "DESCRIPTION": (
        "Papers, their summaries and the votes on them. Read without an account; write with "
        "`Authorization: Token <key>`, where the key comes from your settings page. Summaries are CC BY 4.0."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
}

# ---------------------------------------------------------------- text, time, static files

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Pictures in summaries; another storage in STORAGES serves several machines.
MEDIA_ROOT = DATA_DIR / "media"
# How many pictures one person may add within 24 hours.
IMAGES_A_DAY = 50

# ---------------------------------------------------------------- security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
_https = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False  # the proxy's business: behind it every request looks like plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "shortsci.error_answers.csrf_failure"

# A text of the permitted length in the longest encoding a form can send (three bytes a byte) must reach its form,
# so that one that is too long comes back with a message and nothing is lost.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
# The largest request that is read at all: a BibTeX file of 10 MB with room to spare.
MAXIMUM_REQUEST_BYTES = 16 * 1024 * 1024

# ---------------------------------------------------------------- logging

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "shortsci": {"level": "INFO"},
        "accounts": {"level": "INFO"},
        "papers": {"level": "INFO"},
        "summaries": {"level": "INFO"},
        "votes": {"level": "INFO"},
    },
}
