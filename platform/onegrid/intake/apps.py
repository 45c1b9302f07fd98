"""App registration of intake."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The label is `intake`."""

    name = "onegrid.intake"
    verbose_name = "接入"
    default_auto_field = "django.db.models.BigAutoField"
