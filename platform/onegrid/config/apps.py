"""App registration of config: hands the listener table to common."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Last in INSTALLED_APPS, so that every event class and handler is importable when it is ready."""

    name = "onegrid.config"

    def ready(self) -> None:
        """Wire announcements to listeners once."""
        from onegrid.common import events
        from onegrid.config import celery as _doorbell  # noqa: F401 - its app is the one that rings
        from onegrid.config.subscriptions import SUBSCRIPTIONS

        events.register(SUBSCRIPTIONS)
