"""A clock's row is written with half the indexes; its task's deadline is written by `cases` with the task."""

import django.db.models.deletion
from django.db import migrations, models

START = """
DROP FUNCTION sla_start_clock(bigint, bigint, text, text, text, text, int, text, timestamptz, timestamptz, boolean,
    text, timestamptz, timestamptz, bigint);
CREATE FUNCTION sla_start_clock(p_case bigint, p_item bigint, p_kind text, p_subject text, p_standard text,
    p_stage text, p_value int, p_unit text, p_at timestamptz, p_deadline timestamptz, p_provisional boolean,
    p_reason text, p_next timestamptz, p_edition bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_clock bigint;
BEGIN
    INSERT INTO sla_clock (case_id, work_item_id, kind, subject, standard, stage, limit_value, limit_unit, state,
        started_at, first_deadline_at, deadline_at, is_provisional, reached, edition)
    VALUES (p_case, p_item, p_kind, p_subject, p_standard, p_stage, p_value, p_unit, 'running', p_at, p_deadline,
        p_deadline, p_provisional, 0, p_edition) RETURNING id INTO v_clock;
    INSERT INTO sla_clockspan (clock_id, is_running, since, reason) VALUES (v_clock, true, p_at, p_reason);
    INSERT INTO cases_due (case_id, kind, subject, at) VALUES (p_case, 'clock', v_clock, p_next);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("sla", "0004_by_index"), ("cases", "0009_lighter_acts")]

    operations = [
        migrations.RemoveIndex("clock", "sla_clock_work_it_9e7a77_idx"),
        migrations.AlterField(
            "clock",
            "case",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="clocks", to="cases.case"
            ),
        ),
        migrations.AlterField("clock", "limit_value", models.IntegerField()),
        migrations.AlterField("clock", "reached", models.SmallIntegerField(default=0)),
        migrations.RunSQL(START),
    ]
