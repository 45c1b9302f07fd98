"""App registration of common."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """The label is `common`."""

    name = "onegrid.common"
    verbose_name = "审计"
    default_auto_field = "django.db.models.BigAutoField"
