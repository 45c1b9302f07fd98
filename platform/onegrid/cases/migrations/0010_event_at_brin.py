"""Who follows the log by time finds its newest rows without an index on every row: a summary of each 32 pages."""

from django.db import migrations

INDEX = """
CREATE INDEX event_at_brin ON cases_eventrecord USING brin (at) WITH (autosummarize = on, pages_per_range = 32);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_lighter_acts")]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX event_at_brin")]
