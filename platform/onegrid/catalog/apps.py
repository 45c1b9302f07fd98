"""App registration of catalog."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """The label is `catalog`; the folder-against-database check is registered here."""

    name = "onegrid.catalog"
    verbose_name = _("Processes and standards")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system check."""
        from onegrid.catalog import checks  # noqa: F401 - registers by being imported
