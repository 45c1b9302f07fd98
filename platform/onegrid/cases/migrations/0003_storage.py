"""How rows lie: room for updates in place, the state of a case beside its facts, the sequence of case numbers."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE cases_number;
-- Half of each page stays free and nothing that changes at each step is indexed: updates stay in their page (HOT).
-- A state of some kilobytes stays in the row instead of being moved out and read back at each step.
ALTER TABLE cases_case SET (fillfactor = 50, toast_tuple_target = 8160);
ALTER TABLE cases_case ALTER COLUMN state SET STORAGE EXTERNAL;
ALTER TABLE cases_workitem SET (fillfactor = 80);
ALTER TABLE cases_outbox SET (fillfactor = 80);
"""
BACKWARD = """
ALTER TABLE cases_outbox RESET (fillfactor);
ALTER TABLE cases_workitem RESET (fillfactor);
ALTER TABLE cases_case ALTER COLUMN state SET STORAGE EXTENDED;
ALTER TABLE cases_case RESET (fillfactor, toast_tuple_target);
DROP SEQUENCE cases_number;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_event_log")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
