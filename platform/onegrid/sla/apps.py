"""App registration of sla."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SlaConfig(AppConfig):
    """The label is `sla`."""

    name = "onegrid.sla"
    verbose_name = _("Time limits")
    default_auto_field = "django.db.models.BigAutoField"
