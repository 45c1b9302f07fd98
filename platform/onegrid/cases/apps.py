"""App registration of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The label is `cases`."""

    name = "onegrid.cases"
    default_auto_field = "django.db.models.BigAutoField"
