"""App registration of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The label is `notices`."""

    name = "onegrid.notices"
    default_auto_field = "django.db.models.BigAutoField"
