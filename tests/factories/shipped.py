"""The shipped standards and processes in the catalog: published in full once in a test process, copied after that."""

from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.db import models

_published: list[tuple[type[models.Model], list[models.Model]]] = []


def publish_shipped() -> None:
    """As `load_standards` and `publish_workflows` leave an empty catalog. tests/catalog tests those two themselves."""
    if not _published:
        call_command("load_standards", stdout=StringIO())
        call_command("publish_workflows", stdout=StringIO())
        kinds = apps.get_app_config("catalog").get_models(include_auto_created=True)
        _published.extend((kind, list(kind._default_manager.all())) for kind in kinds)
        return
    for kind, rows in _published:  # keys between them are checked at the end of the transaction only
        kind._default_manager.bulk_create(rows)
