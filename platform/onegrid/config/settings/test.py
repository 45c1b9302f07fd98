"""Tests: the database address comes from the throw-away server that tests/conftest.py starts."""

from onegrid.config.settings import environment as env
from onegrid.config.settings.base import *  # noqa: F403
from onegrid.config.settings.base import databases

SECRET_KEY = "only for tests, and long enough for every signer in use"  # noqa: S105
ONEGRID_DEMO = True
ALLOWED_HOSTS = ["*"]

# `postgres` is the name of no test database: Django creates `test_onegrid` beside it.
DATABASES = databases(
    env.text("ONEGRID_TEST_DATABASE_URL", "postgresql://started-by-tests-conftest.invalid/onegrid"), pool=False
)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # looks for a file when asked, instead of listing all for every test client
