"""The functions of an act keep their plans as long as a connection lives, so they must be good for a full table too.

In a fresh installation the tables are a few pages, where reading them whole is cheapest; a plan made then would read
them whole until statistics are next gathered. Each of these statements has an index that fits.
"""

from django.db import migrations

FUNCTIONS = (
    "cases_sources_of(bigint)",
    "cases_done_of(bigint)",
    "cases_lock_case(bigint)",
    "cases_lock_by_work_item(bigint)",
    "cases_complete_item(bigint, int, text, timestamptz, bigint, uuid)",
    "cases_add_party(bigint, bigint, text, timestamptz)",
    "cases_drop_timers(bigint, bigint[])",
    "cases_write_step(bigint, int, int, bytea, jsonb)",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_messages_and_headlines")]

    operations = [
        migrations.RunSQL(f"ALTER FUNCTION {one} SET enable_seqscan = off", f"ALTER FUNCTION {one} RESET enable_seqscan")
        for one in FUNCTIONS
    ]
