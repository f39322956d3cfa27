"""Settings every installation shares; `docs/reference/settings.md` lists the variables."""

import os
from pathlib import Path

import dj_database_url

ROOT = Path(os.environ.get("MUTUALISE_ROOT", Path(__file__).resolve().parents[3]))
VAR = Path(os.environ.get("MUTUALISE_VAR", ROOT / "var"))
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY = os.environ.get("MUTUALISE_SECRET_KEY", "")
# Keys before this one: what they signed or sealed is still read, and sealed anew when it is used.
SECRET_KEY_FALLBACKS = [
    key for key in os.environ.get("MUTUALISE_SECRET_KEYS_BEFORE", "").split(",") if key
]
ALLOWED_HOSTS = os.environ.get("MUTUALISE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "mutualise.govuk",
    "mutualise.chronicle",
    "mutualise.accounts",
    "mutualise.evidence",
    "mutualise.register",
    "mutualise.programme",
    "mutualise.statistics",
    "mutualise.claims",
    "mutualise.governance",
    "mutualise.web",
]

MIDDLEWARE = [
    # First, so that whoever refuses below /api/, a program gets no page.
    "mutualise.web.api.problems.ProblemsBelowApi",
    "django.middleware.security.SecurityMiddleware",
    # Before the static files, so that their answers carry the policy too.
    "mutualise.web.middleware.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mutualise.web.middleware.PersonalPages",
    "mutualise.web.middleware.SecondFactorFirst",
    "mutualise.web.middleware.DenyByDefault",
    "mutualise.web.middleware.RecheckClaims",
    "mutualise.web.middleware.MisreadAddresses",
]

ROOT_URLCONF = "mutualise.web.urls"
WSGI_APPLICATION = "mutualise.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "mutualise.govuk.env.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mutualise.web.context.site",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{VAR / 'mutualise.sqlite3'}", conn_max_age=600
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets readers go on while a load writes; IMMEDIATE takes the write lock at the start
    # of a transaction, so two writers queue instead of failing half-way; FULL keeps what was
    # answered for through a loss of power too, which a receipt for a vote promises.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        # What is deleted is written over, so that no earlier state of a row lies in the file.
        "PRAGMA secure_delete=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "signed-in"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "mutualise.accounts.actions.sign_in_mail.InvitedAndLogged"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Mutualise: "
# An app is the one second factor; recovery codes are our own (accounts/rules/second_factor.py).
MFA_SUPPORTED_TYPES = ["totp"]

# How many proxies of our own stand before the site: the address of a reader is as far from the
# right in X-Forwarded-For. With 0 the header is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MUTUALISE_PROXIES", "0"))

EMAIL_BACKEND = os.environ.get(
    "MUTUALISE_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
)
# With MUTUALISE_EMAIL_BACKEND=django_gov_notify.backends.NotifyEmailBackend letters go through
# GOV.UK Notify: its key, and the template with nothing but ((subject)) and ((body)).
GOVUK_NOTIFY_API_KEY = os.environ.get("MUTUALISE_NOTIFY_KEY", "")
GOVUK_NOTIFY_PLAIN_EMAIL_TEMPLATE_ID = os.environ.get("MUTUALISE_NOTIFY_TEMPLATE", "")
# What sends text messages: `accounts/actions/text_senders.py`; empty where none are sent.
TEXT_BACKEND = os.environ.get(
    "MUTUALISE_TEXT_BACKEND", "mutualise.accounts.actions.text_senders.Console"
)
# The Notify template with nothing but ((body)), for texts through GOV.UK Notify.
NOTIFY_TEXT_TEMPLATE = os.environ.get("MUTUALISE_NOTIFY_TEXT_TEMPLATE", "")
# A demonstration lets anyone sign in as each role with one click; never set it in public.
DEMONSTRATION = os.environ.get("MUTUALISE_DEMONSTRATION") == "yes"
# The address of the site, for links in letters.
SITE = os.environ.get("MUTUALISE_SITE", "http://127.0.0.1:8000").rstrip("/")
DEFAULT_FROM_EMAIL = os.environ.get("MUTUALISE_EMAIL_FROM", "mutualise@localhost")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

# Files of cases lie here by their digests; no address leads to the folder itself.
MEDIA_ROOT = VAR / "files"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "object-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# No longer than a session lasts (accounts/rules/sessions.py).
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# A pasted announcement is at most 1 MB; an uploaded load file at most 20 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Finished pages, about 50 kB each, by the version of the record they were made from.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "mutualise.security": {"level": "INFO"},
        # It repeats what the service answers, which may have the number of a text.
        "notifications_python_client": {"level": "ERROR"},
    },
}
