import os
import sys

from content.web.csp import CSP
from mscportal import env as environment

try:
    env = environment.read(os.environ)
except environment.SettingError as error:
    sys.exit(f"MSC Portal cannot start. {error}")

BASE_DIR = environment.BASE_DIR
DATA_DIR = env.data_dir
STARTER_DIR = BASE_DIR / "mscportal" / "starter"

DEBUG = env.debug
SECRET_KEY = env.secret_key
ALLOWED_HOSTS = env.allowed_hosts
SITE_URL = env.site_url
# What every page names as its own host; empty: the host that it was asked for under.
CANONICAL_ORIGIN = SITE_URL if os.environ.get("MSC_SITE_URL") else ""
# The one place of the name; `{% site_name %}` and `with_site_name` say it.
SITE_NAME = "MSC Portal"

INSTALLED_APPS = [
    "mscportal",
    "articles",
    "evidence",
    "resources",
    "therapy",
    "diseases",
    "literature",
    "delivery",
    "editorial",
    "accounts",
    "linking",
    "search",
    "content",
    "mscportal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "delivery.compression.CompressPublicAnswers",
    "content.web.csp.content_security_policy",
    "delivery.headers.security_headers",
    "editorial.workflow.due_moments.appointments",
    "delivery.hosting.purging.surrogate_keys",
    "delivery.hosting.replica.public_reads",
    "content.languages.language_of_address",
    "mscportal.errors.known_troubles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "delivery.canonical.under_one_host",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.one_time_password",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "mscportal.urls"
WSGI_APPLICATION = "mscportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
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

DATABASES = {"default": env.database}
if env.replica:
    DATABASES["replica"] = env.replica
    DATABASE_ROUTERS = ["delivery.hosting.replica.Router"]
PURGE_URL = env.purge_url
# Where processes see that a page changed, and where they share finished pages (delivery/).
STAMP = env.stamp
CACHE_URL = env.cache_url
WARM = env.warm  # a server makes all pages ahead where nobody did so before it started
HELD_ANSWERS_MB = 64  # in the memory of each process
STORED_ANSWERS_MB = 512  # in the data folder, for all processes of a machine
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "admin:login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "mscportal" / "locale"]
TIME_ZONE = env.time_zone
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "mscportal" / "static"]
# In this order; visitors get each list as one file (mscportal/staticfiles.py).
STYLES = [
    "css/tokens.css",
    "css/text.css",
    "css/frame.css",
    "css/parts.css",
    "css/lists.css",
    "css/medical.css",
    "css/plain.css",
    "css/pictures.css",
    "css/drawings.css",
    "css/home.css",
    "css/search.css",
    "css/languages.css",
    "css/tools.css",
    "css/printed-card.css",
    "css/print.css",
]
SCRIPTS = [
    "js/contents.js",
    "js/folded.js",
    "js/menu.js",
    "js/notes.js",
    "js/page-tools.js",
    "js/old-places.js",
    "js/feedback.js",
    "js/suggest.js",
]
# The official build, as it comes (docs/decisions/0001-rich-text-editor.md says how to raise it).
RICH_TEXT_EDITOR = {"css": ["ckeditor5/ckeditor5.css"], "js": ["ckeditor5/ckeditor5.umd.js"]}
MEDIA_URL = "media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": env.media,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "mscportal.staticfiles.HashedStaticFilesStorage"
    },
}
if env.baked:
    STORAGES["baked"] = env.baked
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.from_email
EMAIL_TIMEOUT = 10  # seconds; a thread of the process waits for the server, no request does
vars().update(env.email)

# As Django 6 has it. Tasks run in threads of the process that enqueues them; there is no worker.
TASKS = {"default": {"BACKEND": "content.pool.PoolBackend"}}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # texts of accounts/passwords.py say it in words
CSRF_FAILURE_VIEW = "mscportal.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "img-src": [CSP.SELF, "data:"],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
if env.https:
    # The proxy must set X-Forwarded-Proto itself and drop one that comes from outside.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"hide_keys": {"()": "mscportal.logs.HideKeys"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["hide_keys"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "accounts": {"level": "INFO"},  # who got a link for a password
        "delivery.page_cache.walk": {"level": "INFO"},  # how long readers may have waited for pages
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.security.DisallowedRedirect": {"level": "CRITICAL"},
    },
}
