"""ASGI entry: the live streams below /live/, and nothing else."""

import os

import django

from onegrid.config.supervisor.lifeline import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onegrid.config.settings.dev")
die_with_parent()
django.setup()

from onegrid.web.live.application import Live  # noqa: E402 - needs the apps

application = Live()
