"""WSGI entry: pages and API."""

import os

from django.core.wsgi import get_wsgi_application

from onegrid.config.supervisor.lifeline import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onegrid.config.settings.dev")
die_with_parent()
application = get_wsgi_application()
