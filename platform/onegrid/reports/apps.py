"""App registration of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The label is `reports`."""

    name = "onegrid.reports"
    verbose_name = "统计"
    default_auto_field = "django.db.models.BigAutoField"
