"""ADR 18: a reference without a constraint names only what the database refuses to delete."""

import pytest
from django.apps import apps
from django.db import connection, models

pytestmark = pytest.mark.django_db


def _unconstrained() -> dict[str, set[str]]:
    """table -> tables that it names without a constraint."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and not field.db_constraint:
                found.setdefault(model._meta.db_table, set()).add(field.related_model._meta.db_table)
    return found


def test_what_is_named_without_a_constraint_refuses_deletion() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname IN ('never_deleted', 'never_changes') AND NOT tgisinternal"
        )
        kept = {row[0] for row in cursor.fetchall()}
    named = set().union(*_unconstrained().values())
    assert named - kept == {"sla_clock"}, "a clock is deleted by nobody; it goes with nothing"


def test_every_other_reference_has_its_constraint() -> None:
    assert set(_unconstrained()) == {
        "cases_caseparty",
        "cases_due",
        "cases_workitem",
        "sla_clock",
        "sla_clockspan",
    }
