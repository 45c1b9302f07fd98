"""A real city. Refuses to start half configured, and refuses the demo."""

from django.core.exceptions import ImproperlyConfigured

from onegrid.config.settings import environment as env
from onegrid.config.settings.base import *  # noqa: F403
from onegrid.config.settings.base import caches, databases, transport_options

if env.flag("ONEGRID_DEMO"):
    raise ImproperlyConfigured(
        "ONEGRID_DEMO moves the clock of the city; production refuses it. Unset it. / "
        "ONEGRID_DEMO 会移动业务时钟，生产环境拒绝启动，请取消该变量。"
    )
for _name in ("ONEGRID_DATABASE_URL", "ONEGRID_BROKER_URL", "ONEGRID_SECRET_KEY", "ONEGRID_HOSTS"):
    if not env.text(_name):
        raise ImproperlyConfigured(f"{_name} must be set in production / 生产环境必须设置 {_name}")
if len(SECRET_KEY := env.text("ONEGRID_SECRET_KEY")) < 50:
    raise ImproperlyConfigured("ONEGRID_SECRET_KEY needs at least 50 characters / ONEGRID_SECRET_KEY 至少 50 个字符")

ONEGRID_DEMO = False
DATABASES = databases(env.text("ONEGRID_DATABASE_URL"))
CELERY_BROKER_URL = env.text("ONEGRID_BROKER_URL")
CELERY_BROKER_TRANSPORT_OPTIONS = transport_options(CELERY_BROKER_URL)
CACHES = caches(CELERY_BROKER_URL)
STATIC_ROOT = env.text("ONEGRID_STATIC", str(env.STATE / "static"))  # filled by manage.py collectstatic

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("ONEGRID_BEHIND_PROXY") else None
SECURE_SSL_REDIRECT = env.flag("ONEGRID_HTTPS", default=True)
SECURE_HSTS_SECONDS = env.whole("ONEGRID_HSTS_SECONDS", 3600)
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
