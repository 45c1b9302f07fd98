"""App registration of catalog."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The label is `catalog`; the folder-against-database check is registered here."""

    name = "onegrid.catalog"
    verbose_name = "流程与标准"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system check."""
        from onegrid.catalog import checks  # noqa: F401 - registers by being imported
