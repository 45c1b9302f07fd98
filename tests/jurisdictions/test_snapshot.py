"""What reading a person's rights costs the database, whatever it believes about its tables."""

import pytest
from django.db import connection

from onegrid.jurisdictions import days, snapshot
from tests.factories.jurisdictions import actor_with

pytestmark = pytest.mark.usefixtures("city")

_SEEM_EMPTY = """
DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM pg_class WHERE relname LIKE 'jurisdictions_%');
UPDATE pg_class SET reltuples = 0, relpages = greatest(1, pg_relation_size(oid) / 8192)
WHERE relname LIKE 'jurisdictions_%' AND relkind IN ('r', 'i');
"""


def blocks_read(person: int | None) -> int:
    with connection.cursor() as cursor:
        asked = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + snapshot._SQL
        cursor.execute(asked, {"day": days.today(), "person": person})
        plan = cursor.fetchone()[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def test_rights_are_read_by_keys_also_where_tables_seem_empty() -> None:
    """So they look after a VACUUM while their rows are not committed: each row met each of the others."""
    actor = actor_with(("supervisor", "C321300"))
    with connection.cursor() as cursor:
        cursor.execute(_SEEM_EMPTY)
    assert blocks_read(actor.person_id) < 5000
