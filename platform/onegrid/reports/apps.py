"""App registration of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The label is `reports`."""

    name = "onegrid.reports"
    default_auto_field = "django.db.models.BigAutoField"
