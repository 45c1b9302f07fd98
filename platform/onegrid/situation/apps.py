"""Django's entry for situation."""

from django.apps import AppConfig


class SituationConfig(AppConfig):
    """No tables: divisions are jurisdictions'."""

    name = "onegrid.situation"
    label = "situation"
