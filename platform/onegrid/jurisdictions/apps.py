"""App registration of jurisdictions."""

from django.apps import AppConfig


class JurisdictionsConfig(AppConfig):
    """Registers the OpenAPI description of our ways to sign in when ready."""

    name = "onegrid.jurisdictions"
    verbose_name = "区划、单位与岗位"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Extensions of drf-spectacular register themselves on import."""
        from onegrid.jurisdictions import schema  # noqa: F401 - needs loaded apps
