"""Settings. Every value of a deployment comes from the environment; with nothing set the
program runs on SQLite and on Celery's filesystem broker, for one machine and for trying it out.

`AMNESTY_ENV=production` switches the strict values on; docs/security.md explains them.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from amnesty.secret import local_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
environ.Env.read_env(BASE_DIR / ".env")

PRODUCTION = env.str("AMNESTY_ENV", default="development") == "production"
DEBUG = env.bool("DEBUG", default=not PRODUCTION) and not PRODUCTION
VAR_DIR = Path(env.str("AMNESTY_VAR", default=str(BASE_DIR / "var")))

if PRODUCTION:
    SECRET_KEY = env.str("SECRET_KEY", default="")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("SECRET_KEY is missing or shorter than 50 characters.")
else:
    SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret_key(VAR_DIR)

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "simple_history",
    "amnesty",
    "amnesty.accounts",
    "cases",
    "resocialization",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "amnesty.middleware.headers",
    "amnesty.middleware.only_known_methods",
    "amnesty.middleware.OnlyIdsThatFit",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "amnesty.accounts.session_limits.limit_sessions",
    "amnesty.accounts.acting.remember_the_actor",
    "amnesty.unexpected.TellUnexpectedFields",
    "amnesty.accounts.first_password.require_own_password",
    "amnesty.accounts.second_factor.require_second_factor",
    "axes.middleware.AxesMiddleware",  # last: it replaces the answer to a locked-out sign-in
]

ROOT_URLCONF = "amnesty.urls"
WSGI_APPLICATION = "amnesty.wsgi.application"
ASGI_APPLICATION = "amnesty.asgi.application"

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
                "amnesty.context.frame",
            ],
        },
    },
]

FORM_RENDERER = "amnesty.rendering.QuickFields"

# --- database -------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that reads and then writes must not fail half-way (SQLITE_BUSY).
    # FULL: an acknowledged save survives a power loss.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA busy_timeout=20000;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {
            "user_attributes": ("username", "first_name", "last_name", "patronymic", "email")
        },
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "amnesty.accounts.passwords.PaddedCommonPasswordValidator"},
    {"NAME": "amnesty.accounts.passwords.KnownWordsValidator"},
]

# --- signing in: one door for pages and admin; no sign-up, no e-mail -----------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
ACCOUNT_ADAPTER = "amnesty.accounts.signing_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "amnesty.accounts.signing_in.SignInForm",
    "change_password": "amnesty.accounts.signing_in.ChangePasswordForm",
    "reauthenticate": "amnesty.accounts.signing_in.ConfirmByPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = False  # axes counts in the database; this would count in each process
MFA_ADAPTER = "amnesty.accounts.second_factor.MfaAdapter"
MFA_FORMS = {
    "authenticate": "amnesty.accounts.second_factor.SignInByCodeForm",
    "reauthenticate": "amnesty.accounts.second_factor.ConfirmByCodeForm",
    "activate_totp": "amnesty.accounts.second_factor.ActivateAppForm",
    "authenticate_webauthn": "amnesty.accounts.second_factor.SignInByKeyForm",
    "reauthenticate_webauthn": "amnesty.accounts.second_factor.ConfirmByKeyForm",
    "add_webauthn": "amnesty.accounts.second_factor.AddKeyForm",
    "edit_webauthn": "amnesty.accounts.second_factor.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 0
MFA_TOTP_ISSUER = "Amnesty Case Manager"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Ours: who must have a second factor, and whether an approval asks who is there.
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=PRODUCTION)
STEP_UP = env.bool("STEP_UP", default=PRODUCTION)

# Five failures close one name at one address for fifteen minutes; see accounts/locking_out.py.
AXES_HANDLER = "amnesty.accounts.locking_out.LockHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # a lock ends, whoever goes on trying
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "amnesty.accounts.locking_out.name_to_count"
AXES_CLIENT_IP_CALLABLE = "amnesty.accounts.locking_out.address_to_count"
AXES_LOCKOUT_CALLABLE = "amnesty.accounts.locking_out.locked_out"
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "login",
    "ip_address",
    "code",
    "credential",
    "oldpassword",
    "password1",
    "password2",
    "csrfmiddlewaretoken",
]
# Addresses or networks of our own proxies ("unix" for a local socket): only what these say
# about the caller's address (X-Forwarded-For) is believed.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

# --- languages and dates --------------------------------------------------------------------
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LOCALE_PATHS = [BASE_DIR / "amnesty" / "locale"]
FORMAT_MODULE_PATH = ["amnesty.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"  # by name: the offset changed on 1 March 2024

# --- static files ---------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- background work ------------------------------------------------------------------------
# The database knows what is left to do; the broker only says "look" (cases/reevaluating.py).
REDIS_URL = env.str("REDIS_URL", default="")
BROKER_DIR = VAR_DIR / "broker"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 300,
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
    }
else:
    for folder in ("queue", "control"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost/"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.1,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# --- e-mail: digests of numbers, no person is named; without a server they become files ------
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="amnesty@localhost")
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))

# --- what a page may do (docs/security.md) --------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [NONCE, "'strict-dynamic'"],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "report-uri": ["/csp-report/"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 36_000  # ten hours after the sign-in, at the longest
SESSION_IDLE = timedelta(minutes=30)
SESSION_IDLE_MEDICAL = timedelta(minutes=15)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FILES = 5
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    if env.bool("BEHIND_TLS_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- the product ----------------------------------------------------------------------------
DEMO = env.bool("AMNESTY_DEMO", default=DEBUG)
PRODUCT_NAME = _("Amnesty Case Manager")
# One button an invented person on the sign-in page: where the program is tried out, nowhere else.
DEMO_SIGN_IN = env.bool("DEMO_SIGN_IN", default=DEBUG) and DEMO and not PRODUCTION
AGEING_DAYS = env.int("AGEING_DAYS", default=14)  # then a supervisor sees what nobody touched
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", default="")  # whom to tell of a problem; may be empty

# Reports of errors name pages and fields and never tell what a person typed.
DEFAULT_EXCEPTION_REPORTER = "amnesty.error_letters.NamesOnlyReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "amnesty.error_letters.NamesOnly"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"one_line": {"()": "amnesty.logs.OneLineForARefusal"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},  # the audit trail tells it better
        "django.request": {"filters": ["one_line"]},
    },
}
