"""App registration of cases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The label is `cases`."""

    name = "onegrid.cases"
    verbose_name = _("Cases")
    default_auto_field = "django.db.models.BigAutoField"
