"""Settings that hold everywhere. dev, test and production import all of it and say where they differ."""

import datetime as dt
import json
from typing import Any

import django_stubs_ext
import structlog

from onegrid.config.settings import environment as env

django_stubs_ext.monkeypatch()  # so that ModelAdmin[Case] and its kin may be written

ROOT = env.ROOT
STATE = env.STATE

DEBUG = False
ONEGRID_DEMO = False
ONEGRID_DEMO_CASES = False
SECRET_KEY = env.text("ONEGRID_SECRET_KEY")
ALLOWED_HOSTS = env.listed("ONEGRID_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.listed("ONEGRID_TRUSTED_ORIGINS")

ONEGRID_APPS = (  # bottom up
    "onegrid.common",
    "onegrid.jurisdictions",
    "onegrid.connectors",
    "onegrid.catalog",
    "onegrid.cases",
    "onegrid.notices",
    "onegrid.sla",
    "onegrid.intake",
    "onegrid.reports",
    "onegrid.situation",
    "onegrid.web",
)
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "guardian",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    *ONEGRID_APPS,
    "onegrid.config",
]

MIDDLEWARE = [
    "onegrid.common.middleware.GivesConnectionBack",  # must be first
    "onegrid.config.middleware.CompressedPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "onegrid.config.middleware.ContentSecurity",
    "onegrid.config.faults.ToldAsPages",
    "onegrid.common.middleware.FinalSlash",
    "onegrid.common.middleware.Limits",
    "onegrid.common.middleware.DemoClock",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "onegrid.web.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "onegrid.config.faults.ReadableOnly",  # after the check that reads forms
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # must be last
]

ROOT_URLCONF = "onegrid.config.urls"
WSGI_APPLICATION = "onegrid.config.wsgi.application"
ASGI_APPLICATION = "onegrid.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "platform" / "onegrid" / "config" / "templates"],  # before Django's own of the administration
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "onegrid.web.frame.frame",
            ],
        },
    },
]

# --- people -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "jurisdictions.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # must be first
    "onegrid.jurisdictions.signed_in.PersonBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ANONYMOUS_USER_NAME = None  # object permissions go to groups of (unit, role); nobody is anonymous here
GUARDIAN_MONKEY_PATCH_USER = False
AXES_FAILURE_LIMIT = env.whole("ONEGRID_LOCKOUT_FAILURES", 10)
AXES_COOLOFF_TIME = dt.timedelta(minutes=env.whole("ONEGRID_LOCKOUT_MINUTES", 15))
AXES_CLIENT_IP_CALLABLE = "onegrid.jurisdictions.throttling.address_of"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_ENABLE_ADMIN = False  # `manage.py axes_reset_username` opens what is locked
ONEGRID_TOKEN_HOURS = env.whole("ONEGRID_TOKEN_HOURS", 12)
OTP_TOTP_ISSUER = "OneGrid"
CSRF_FAILURE_VIEW = "onegrid.web.browser.csrf_failure"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "start"
SESSION_ENGINE = "onegrid.jurisdictions.signed_in"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- data ---------------------------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
POOL = {"min_size": 1, "max_size": env.whole("ONEGRID_POOL", 8), "timeout": 10, "max_lifetime": 1800}


def databases(url: str, *, pool: bool = True) -> dict[str, dict[str, Any]]:
    """One PostgreSQL; the native pool with a liveness check, so that a restarted server is not noticed by callers."""
    entry = env.database(url)
    entry["CONN_HEALTH_CHECKS"] = True
    if pool:
        entry["OPTIONS"] = {**entry["OPTIONS"], "pool": POOL}
    return {"default": entry}


def caches(broker_url: str) -> dict[str, dict[str, Any]]:
    """The broker's server, next database, where it speaks Redis; else each process's own memory."""
    if broker_url.startswith(("redis://", "rediss://")):
        location = broker_url.rsplit("/", 1)[0] if broker_url.count("/") > 2 else broker_url
        return {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": f"{location}/1",
                "KEY_PREFIX": "onegrid",
            }
        }
    return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


MEDIA_ROOT = env.text("ONEGRID_MEDIA") or str(STATE / "media")
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "onegrid.config.static.HashedOnce"},
}
# Kept by browsers for ever: names by Vite (page-CRqXelwR.css) and by Django (icons.0a1b2c3d4e5f.svg).
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/(web/dist/assets/[\w.-]+-[\w-]{8}|.+\.[0-9a-f]{12})\.\w+$"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# Of a whole multipart body: files of reports are the largest that anybody sends.
ONEGRID_LARGEST_UPLOAD = env.whole("ONEGRID_LARGEST_UPLOAD", 512 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = [
    "onegrid.common.multipart.ToTheEnd",  # must be first
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750

# --- systems outside ----------------------------------------------------------------------------------------------
# Name -> secret, as a JSON object; processes name a secret and never hold it.
ONEGRID_SECRETS: dict[str, str] = json.loads(env.text("ONEGRID_SECRETS", "{}"))
# Whether connectors may call addresses of the own network; unset: only in a demo.
ONEGRID_CONNECTORS_PRIVATE = env.flag("ONEGRID_CONNECTORS_PRIVATE") if env.text("ONEGRID_CONNECTORS_PRIVATE") else None

# --- live updates -------------------------------------------------------------------------------------------------
# Where pages find the streams: an address, or the supervisor's port on this host. "off": pages only ask now and then.
ONEGRID_LIVE_URL = env.text("ONEGRID_LIVE_URL")
ONEGRID_LIVE_PORT = env.whole("ONEGRID_LIVE_PORT", 0)
# The port of the pages, whose origin may read the streams from their port.
ONEGRID_WEB_PORT = env.whole("ONEGRID_WEB_PORT", 0)
ONEGRID_LIVE_STREAMS = env.whole("ONEGRID_LIVE_STREAMS", 20_000)
ONEGRID_LIVE_STREAMS_OF_ONE = env.whole("ONEGRID_LIVE_STREAMS_OF_ONE", 12)
ONEGRID_LIVE_SECONDS = env.whole("ONEGRID_LIVE_SECONDS", 60)

# --- map --------------------------------------------------------------------------------------------------------
# The customer's GeoJSON of counties and townships, and the property that holds their division codes; else schematic.
ONEGRID_MAP_GEOJSON = env.text("ONEGRID_MAP_GEOJSON")
ONEGRID_MAP_CODE = env.text("ONEGRID_MAP_CODE", "code")

# --- words and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("ONEGRID_ZONE", "Asia/Shanghai")

# --- API ----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "onegrid.jurisdictions.authentication.TokenAuthentication",
        "onegrid.jurisdictions.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "onegrid.common.negotiation.JsonFirst",
    "DEFAULT_PARSER_CLASSES": ["onegrid.common.parsers.Json"],
    "DEFAULT_SCHEMA_CLASS": "onegrid.common.openapi.Described",
    "DEFAULT_PAGINATION_CLASS": "onegrid.common.paging.ByIdDescending",
    "DEFAULT_FILTER_BACKENDS": ["onegrid.common.filtering.Filters"],
    "EXCEPTION_HANDLER": "onegrid.common.api_errors.exception_handler",
    # Signed-in callers are limited only where a view names its scope; strangers always.
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "onegrid.jurisdictions.throttling.ByCaller",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "120/min", "token": "30/min", "reports": "6000/min", "uploads": "600/min"},
    "NUM_PROXIES": env.whole("ONEGRID_PROXIES", 0),
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": True,
}
# Wrong keys of sources in a minute, before keys are not looked at any more (intake/wrong_keys.py).
ONEGRID_WRONG_KEYS_BY_ADDRESS = 20
ONEGRID_WRONG_KEYS_BY_SOURCE = 60
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "OneGrid 一网 API",
    "DESCRIPTION": (
        "Reports, cases and work items of a city. 城市事件的上报、流转与办理。\n\n"
        "Addresses end with a slash; without it they answer the same. 地址以斜杠结尾，省略时结果相同。"
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "DivisionLevel": "onegrid.jurisdictions.models.Level",
        "UnitLevel": "onegrid.jurisdictions.models.UNIT_LEVELS",
        "Sector": "onegrid.jurisdictions.models.Sector",
        "CategoryKind": "onegrid.catalog.models.Kind",
        "LimitUnit": "onegrid.catalog.models.LimitUnit",
        "WorkflowKind": "onegrid.catalog.models.WorkflowKind",
        "CaseStatus": "onegrid.cases.models.case.Case.Status",
        "WorkItemStatus": "onegrid.cases.models.work_item.WorkItem.Status",
        "UnitKind": "onegrid.jurisdictions.models.Unit.Kind",
        "ImportState": "onegrid.catalog.import_shapes.STATES",
    },
}

# --- Celery: a doorbell; PostgreSQL holds the truth -----------------------------------------------------------------
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_DEFAULT_QUEUE = "onegrid"
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
REDIS_TRANSPORT = {
    # Longer than the longest task (the hard limit above), or it would run twice.
    "visibility_timeout": 180,
    # Kombu's defaults look for lost deliveries only about every 100 s.
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}


def transport_options(broker_url: str) -> dict[str, int]:
    """Redelivery of what a killed worker held; other transports than Redis do it themselves."""
    return REDIS_TRANSPORT if broker_url.startswith(("redis://", "rediss://")) else {}


# --- log ----------------------------------------------------------------------------------------------------------
_SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*_SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": _SHARED_PROCESSORS,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("ONEGRID_LOG", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # One line for each sweep would bury everything else.
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}

env.warn_of_foreign_database()
