"""App registration of common."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """The label is `common`."""

    name = "onegrid.common"
    verbose_name = _("Audit")
    default_auto_field = "django.db.models.BigAutoField"
