"""App registration of sla."""

from django.apps import AppConfig


class SlaConfig(AppConfig):
    """The label is `sla`."""

    name = "onegrid.sla"
    verbose_name = "时限"
    default_auto_field = "django.db.models.BigAutoField"
