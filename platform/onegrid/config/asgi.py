"""ASGI entry: live streams under /live/."""

import os

from django.core.asgi import get_asgi_application

from onegrid.config.supervisor.lifeline import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onegrid.config.settings.dev")
die_with_parent()
application = get_asgi_application()
