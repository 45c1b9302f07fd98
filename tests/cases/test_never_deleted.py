"""What rows of cases name without asking the database cannot be deleted (ADR 18)."""

import pytest
from django.db import IntegrityError, connection

from tests.factories.cases import City, new_case, open_item


@pytest.mark.parametrize("table", ["cases_case", "cases_workitem", "jurisdictions_person", "jurisdictions_unit"])
def test_it_is_refused(city: City, table: str) -> None:
    open_item(new_case(city), "file")
    with pytest.raises(IntegrityError, match=r"DELETE of \w+ refused"), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
