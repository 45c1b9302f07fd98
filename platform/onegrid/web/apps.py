"""Django's entry for the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """No tables: pages show what the apps below hold."""

    name = "onegrid.web"
    label = "web"
