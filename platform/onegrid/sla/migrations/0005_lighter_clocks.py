"""A clock's row is written with half the indexes; its task's deadline is written by `cases` with the task."""

from typing import Any

import django.core.validators
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
# One clock after the other: it is one, or a few at the end of a case, and each statement has its row's key.
STOP = """
CREATE OR REPLACE FUNCTION sla_stop_clocks(p_case bigint, p_at timestamptz, p_judged boolean, p_item bigint,
    p_subject text) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    v_clock bigint;
BEGIN
    -- A paused clock ran until its pause: what was in time then stays in time, however long the pause was.
    FOR v_clock IN
        UPDATE sla_clock c SET state = 'stopped', stopped_at = p_at,
            is_on_time = CASE
                WHEN CASE WHEN c.state = 'paused' THEN c.late_at IS NOT NULL ELSE c.deadline_at < p_at END THEN false
                WHEN p_judged THEN true
            END,
            late_at = CASE WHEN c.state = 'running' AND c.deadline_at < p_at
                THEN coalesce(c.late_at, c.deadline_at) ELSE c.late_at END
        WHERE c.case_id = p_case AND c.state <> 'stopped' AND (p_item IS NULL OR c.work_item_id = p_item)
            AND (p_subject IS NULL OR (c.kind = 'stage' AND c.subject = p_subject))
        RETURNING c.id
    LOOP
        UPDATE sla_clockspan SET until = p_at WHERE clock_id = v_clock AND until IS NULL;
        DELETE FROM cases_due WHERE case_id = p_case AND kind = 'clock' AND subject = v_clock;
    END LOOP;
END $$;
"""


AT_LEAST_0 = [django.core.validators.MinValueValidator(0)]


def reference(model: str, name: str, to: str, **more: Any) -> migrations.AlterField:
    """As in cases 0009: what it names is never deleted (ADR 18)."""
    field = models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to=to, **more)
    return migrations.AlterField(model, name, field)


class Migration(migrations.Migration):
    dependencies = [("sla", "0004_by_index"), ("cases", "0009_lighter_acts")]

    operations = [
        migrations.RemoveIndex("clock", "sla_clock_work_it_9e7a77_idx"),
        migrations.RemoveIndex("clock", "clock_provisional"),
        reference("clock", "case", "cases.case", related_name="clocks", db_index=False),
        reference("clock", "work_item", "cases.workitem", related_name="clocks", null=True),
        reference("clockspan", "clock", "sla.clock", related_name="spans"),
        migrations.AlterField("clock", "limit_value", models.IntegerField(validators=AT_LEAST_0)),
        migrations.AlterField("clock", "reached", models.SmallIntegerField(default=0, validators=AT_LEAST_0)),
        migrations.RunSQL(START + STOP),
    ]
