"""App registration of jurisdictions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JurisdictionsConfig(AppConfig):
    """Registers the OpenAPI description of our ways to sign in when ready."""

    name = "onegrid.jurisdictions"
    verbose_name = _("Divisions, units and posts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Extensions of drf-spectacular register themselves on import."""
        from onegrid.jurisdictions import schema  # noqa: F401 - needs loaded apps
