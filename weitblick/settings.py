"""The one settings file. Everything comes from the environment and fails loudly.

| variable | meaning | default |
|---|---|---|
| WEITBLICK_DATA | folder of database, secret key, papers | a folder in the data home |
| WEITBLICK_DATABASE | database address, e.g. postgres://user:pw@host/name | SQLite |
| WEITBLICK_HOSTS | host names that are answered, comma separated | all (a laptop on Wi-Fi) |
| WEITBLICK_ADDRESS | address that phones use, for QR codes: http://10.42.0.1:8000 | as opened |
| WEITBLICK_HTTPS | 1 behind https: secure cookies | 0 |
| WEITBLICK_DEBUG | 1 for developers only | 0 |
| WEITBLICK_SECRET | secret key | made once, kept in the data folder |
| WEITBLICK_RENDER_MB | memory a worker may take to typeset a paper | 512 |
| WEITBLICK_REQUIRE | for tests: what must not be skipped (browser, postgres, …) | empty |
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

KNOWN = {"DATA", "DATABASE", "HOSTS", "ADDRESS", "HTTPS", "DEBUG", "SECRET", "REQUIRE", "RENDER_MB"}


def _refuse_unknown() -> None:
    given = {name[10:] for name in os.environ if name.startswith("WEITBLICK_")}
    if unknown := sorted(given - KNOWN):
        names = ", ".join(f"WEITBLICK_{name}" for name in unknown)
        raise ImproperlyConfigured(f"Unknown settings in the environment: {names}")


def _switch(name: str) -> bool:
    value = os.environ.get(f"WEITBLICK_{name}", "0")
    if value not in {"0", "1", ""}:
        raise ImproperlyConfigured(f"WEITBLICK_{name} must be 0 or 1, not {value!r}")
    return value == "1"


def _address(name: str) -> str:
    value = os.environ.get(f"WEITBLICK_{name}", "").rstrip("/")
    if value and not value.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"WEITBLICK_{name} must begin with http:// or https://")
    return value


def _data_folder() -> Path:
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    folder = Path(os.environ.get("WEITBLICK_DATA") or Path(home) / "weitblick").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise ImproperlyConfigured(f"The data folder {folder} cannot be made: {problem}") from None
    return folder


def _secret(folder: Path) -> str:
    if given := os.environ.get("WEITBLICK_SECRET"):
        return given
    file = folder / "secret.key"
    try:
        with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return file.read_text()


_refuse_unknown()
DATA = _data_folder()
DEBUG = _switch("DEBUG")
HTTPS = _switch("HTTPS")
SECRET_KEY = _secret(DATA)
ADDRESS = _address("ADDRESS")
ALLOWED_HOSTS = [h for h in os.environ.get("WEITBLICK_HOSTS", "*").split(",") if h]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "weitblick.workshop",
    "weitblick.evidence",
    "weitblick.trace",
    "weitblick.voices",
    "weitblick.lab",
    "weitblick.faces",
    "weitblick.monitoring",
    "weitblick.method.factors",
    "weitblick.method.trends",
    "weitblick.method.scenarios",
    "weitblick.method.options",
    "weitblick.method.validation",
    "weitblick.method.paper",
    "weitblick.entrance",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "weitblick.faces.inputs.CalmInput",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "weitblick.faces.headers.content_security_policy",
]

ROOT_URLCONF = "weitblick.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "weitblick.entrance.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# FULL: an answer to a phone means the contribution is on disk, also when the power fails.
SQLITE = {
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("WEITBLICK_DATABASE") or f"sqlite:///{DATA / 'weitblick.sqlite3'}",
        conn_max_age=None,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Pieces of pages that many phones show; in the process, so that nothing is told between processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
FORMAT_MODULE_PATH = ["weitblick.faces.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True

LOGIN_URL = "entrance:sign-in"
LOGIN_REDIRECT_URL = "entrance:desk"
LOGOUT_REDIRECT_URL = "entrance:start"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
