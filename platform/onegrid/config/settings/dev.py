"""The demo city on one's own machine; what `make run` uses."""

from onegrid.config.settings import environment as env
from onegrid.config.settings.base import *  # noqa: F403
from onegrid.config.settings.base import caches, databases, transport_options

_services = env.running_services()
ONEGRID_LIVE_PORT = env.whole("ONEGRID_LIVE_PORT", int(_services.get("live_port", 0)))

DEBUG = env.flag("ONEGRID_DEBUG")
ONEGRID_DEMO = env.flag("ONEGRID_DEMO", default=True)
# Whether a demo city without cases is given some days of them.
ONEGRID_DEMO_CASES = env.flag("ONEGRID_DEMO_CASES", default=True)
SECRET_KEY = env.text("ONEGRID_SECRET_KEY", _services.get("secret_key", "no supervisor has run in this checkout yet"))
ALLOWED_HOSTS = env.listed("ONEGRID_HOSTS", ("*",))

# Without a supervisor there is no address; the name of the missing variable stands in the connection error.
_NOWHERE = "postgresql://run-make-run-or-set-ONEGRID_DATABASE_URL.invalid/onegrid"
DATABASES = databases(env.text("ONEGRID_DATABASE_URL", _services.get("database_url", _NOWHERE)))
CELERY_BROKER_URL = env.text("ONEGRID_BROKER_URL", _services.get("broker_url", "redis://127.0.0.1:1/0"))
CELERY_BROKER_TRANSPORT_OPTIONS = transport_options(CELERY_BROKER_URL)
CACHES = caches(CELERY_BROKER_URL)

STORAGES = {  # no collected static files needed: whitenoise serves from the packages
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
