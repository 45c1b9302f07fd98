"""App registration of intake."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """The label is `intake`."""

    name = "onegrid.intake"
    verbose_name = _("Intake")
    default_auto_field = "django.db.models.BigAutoField"
