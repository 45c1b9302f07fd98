"""App registration of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The label is `cases`."""

    name = "onegrid.cases"
    verbose_name = "案件"
    default_auto_field = "django.db.models.BigAutoField"
