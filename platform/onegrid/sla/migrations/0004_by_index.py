"""As in cases 0008: plans that are kept must be good for a full table too."""

from django.db import migrations

STOP = "sla_stop_clocks(bigint, timestamptz, boolean, bigint, text)"


class Migration(migrations.Migration):
    dependencies = [("sla", "0003_reached_and_edition")]

    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION {STOP} SET enable_seqscan = off", f"ALTER FUNCTION {STOP} RESET enable_seqscan"
        )
    ]
