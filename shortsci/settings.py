"""Settings of the project; when which task runs is in schedule.py.

Each environment variable is read once, with its default beside it; a bad value
stops the start with a sentence that names the variable.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from kombu import Exchange, Queue
from kombu.common import Broadcast

from shortsci import environment
from shortsci.schedule import SCHEDULE

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
    "csp",
    "django_htmx",
    "shortsci",
    "changes",
    "accounts",
    "papers",
    "summaries",
    "votes",
    "search",
    "related",
    "reading",
    "selections",
    "digests",
    "feeds",
    "sharing",
    "stats",
    "dumps",
    "demo",
]

MIDDLEWARE = [
    "shortsci.page_cache.PageCacheMiddleware",
    "shortsci.request_size.RequestSizeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "shortsci.api_calls.ApiCallMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shortsci.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shortsci.error_answers.DomainErrorMiddleware",
]

ROOT_URLCONF = "shortsci.urls"
# Two libraries of tags are called i18n, Django's and the one that stands in its place.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
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
            # Django's own tags for addresses and texts, each looked up once.
            "builtins": ["shortsci.templatetags.linking"],
            "libraries": {"i18n": "shortsci.templatetags.translating"},
        },
    },
]

# ---------------------------------------------------------------- languages

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # each in its own words, for who looks for it
LOCALE_PATHS = [BASE_DIR / "shortsci" / "locale"]
FORMAT_MODULE_PATH = ["shortsci.formats"]
LANGUAGE_COOKIE_AGE = 31_536_000  # seconds
LANGUAGE_COOKIE_HTTPONLY = True

# ---------------------------------------------------------------- database

# sqlite:///… or postgres://USER:PASSWORD@HOST:PORT/NAME
DATABASES = {
    "default": environment.read_database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'shortsci.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers do not wait for the writer (WAL); a write takes its lock at BEGIN, so that two of them queue up
    # instead of failing half-way with "database is locked". No mmap: many connections that write drop it all the time,
    # which doubles the time of a write, and reads gain nothing by it.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
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
# What each machine does for itself goes to all of them: each worker has a queue of its own that the exchange fills.
# Who sends has to declare the exchange itself; Celery does so for plain queues alone, and what goes to an exchange
# that a connection does not know is lost without a word.
EVERY_MACHINE = Exchange("every_machine", type="fanout")
CELERY_TASK_QUEUES = [Queue("celery"), Broadcast("every_machine", exchange=EVERY_MACHINE)]
CELERY_TASK_ROUTES = {"search.tasks.*": {"queue": "every_machine", "declare": [EVERY_MACHINE]}}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = SCHEDULE

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
ACCOUNT_FORMS = {
    "login": "accounts.forms.LogInForm",
    "signup": "accounts.forms.SignUpForm",
    "add_email": "accounts.forms.EmailForm",
    "change_password": "accounts.forms.PasswordForm",
    "set_password": "accounts.forms.FirstPasswordForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
}
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

# The hour, UTC, at which digests are sent to those who asked for them.
DIGEST_HOUR = environment.read_int("DIGEST_HOUR", default=6, minimum=0, maximum=23)

# ---------------------------------------------------------------- API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["shortsci.parsers.BoundedJSONParser"],
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
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "PATH_CONVERTER_OVERRIDES": {"number": int},
    "ENUM_NAME_OVERRIDES": {
        "FollowKindEnum": "reading.models.Follow.Kind",
        "KindEnum": "papers.models.Resource.Kind",
        "ReadingStateEnum": "reading.models.Reading.State",
        "StateEnum": "votes.models.Vote.State",
    },
}

# ---------------------------------------------------------------- time, static files

TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Tasks that are called once a transaction that wrote something is committed; they read in the log what it was.
CHANGE_TASKS = ["search.tasks.follow_changes"]

# Pictures in summaries; another storage in STORAGES serves several machines.
MEDIA_ROOT = DATA_DIR / "media"
# How many pictures one person may add within 24 hours.
IMAGES_A_DAY = 50

# Memory of each web process for pages that readers without an account get, see shortsci.page_cache, and half as much
# again for those of who is logged in; 0 keeps none and builds each page for its reader.
PAGE_CACHE_MEGABYTES = environment.read_int("PAGE_CACHE_MEGABYTES", default=32, minimum=0, maximum=4096)
# Pictures for links to our pages that are drawn within a minute, for all callers together; a quarter of them for one
# address. One that was drawn before is not counted. 0 sets no limit.
PICTURES_A_MINUTE = environment.read_int("PICTURES_A_MINUTE", default=240, minimum=0, maximum=1_000_000)

# The search index: made from the database and made anew when it is missing. Each machine keeps its own.
SEARCH_DIR = DATA_DIR / "search"

# ---------------------------------------------------------------- votes
# With these defaults a fresh site of ten people works at once. An operator who is attacked turns them up.

# Votes of an account younger than this are kept and begin to count when it is old enough; 0 counts them at once.
VOTE_DELAY_HOURS = environment.read_int("VOTE_DELAY_HOURS", default=0, minimum=0, maximum=8760)

# Reputation that a down-vote asks for; on a fresh site nobody has any.
DOWNVOTE_REPUTATION = environment.read_int("DOWNVOTE_REPUTATION", default=0, minimum=0, maximum=1_000_000)

# A down-vote is always asked for its reason; here it is refused without one.
DOWNVOTE_REASON_REQUIRED = environment.read_bool("DOWNVOTE_REASON_REQUIRED", default=False)

# Votes and changes of votes that one account may send within a minute; 0 sets no limit.
VOTES_A_MINUTE = environment.read_int("VOTES_A_MINUTE", default=1000, minimum=0, maximum=1_000_000)

# Within so many minutes, more votes on one summary than this, or more on it from one address range (of public
# addresses; 0 sets no limit), are a burst: they are held until a moderator has looked.
BURST_MINUTES = environment.read_int("BURST_MINUTES", default=10, minimum=1, maximum=1440)
BURST_VOTES_ON_SUMMARY = environment.read_int("BURST_VOTES_ON_SUMMARY", default=1000, minimum=0, maximum=1_000_000)
BURST_VOTES_FROM_NETWORK = environment.read_int("BURST_VOTES_FROM_NETWORK", default=30, minimum=0, maximum=1_000_000)

# What one day can add to a writer's reputation at most.
REPUTATION_DAILY_CAP = environment.read_int("REPUTATION_DAILY_CAP", default=20, minimum=1, maximum=1_000_000)

# Places on the front page for summaries of the last days that fewer readers than this have been shown; 0 places: none.
FAIR_START_PLACES = environment.read_int("FAIR_START_PLACES", default=2, minimum=0, maximum=5)
FAIR_START_DAYS = environment.read_int("FAIR_START_DAYS", default=3, minimum=1, maximum=365)
FAIR_START_READERS = environment.read_int("FAIR_START_READERS", default=50, minimum=1, maximum=1_000_000)

# Says for the API what the rank of a summary is made of; the formulas stand in an app above that of summaries.
SUMMARY_RANK = "votes.serializers.rank_of"

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
LANGUAGE_COOKIE_SECURE = _https
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
# Previews, and calls of the API that render a text, within a minute from one address, and as many from each account
# where those are used up; 0 sets no limit. The editor asks 200 times at most, however fast somebody types.
RENDERS_A_MINUTE = environment.read_int("RENDERS_A_MINUTE", default=3000, minimum=0, maximum=1_000_000)
# Proxies of ours before the web server, each of which adds to X-Forwarded-For whom it talks to. With too low a number
# all visitors seem to come from the proxy, with too high a one they can invent their address.
TRUSTED_PROXIES = environment.read_int("TRUSTED_PROXIES", default=0, minimum=0, maximum=10)

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
        "selections": {"level": "INFO"},
        "digests": {"level": "INFO"},
        "votes": {"level": "INFO"},
        "search": {"level": "INFO"},
    },
}
