"""App registration of connectors; it has no tables."""

from django.apps import AppConfig


class ConnectorsConfig(AppConfig):
    """The label is `connectors`."""

    name = "onegrid.connectors"
