"""Half of what an act cost the server was not its rows: what is left out, and what is planned once, stands here.

- Sources and done tasks are read by one statement of the lock, and the work item needs no lock beside its case's.
- A changed fact no longer makes the update of a case a new statement each time.
- A task is opened with its deadline, so that its row is written once.
- Rows that every act writes refer without a constraint to what is never deleted: each check cost as much as an index,
  and locked the row of the unit or the person that many acts name at once.
- What ends a case, asks for a call or sets a reply's state is a function too.
"""

from typing import Any

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DROP_OLD = """
DROP FUNCTION cases_lock_by_work_item(bigint);
DROP FUNCTION cases_lock_case(bigint);
DROP FUNCTION cases_done_of(bigint);
DROP FUNCTION cases_sources_of(bigint);
DROP FUNCTION cases_open_item(bigint, bigint, int, text, text, text, text, int, int, text, bigint, text, text,
    bigint[], boolean, bigint, text, jsonb, timestamptz);
"""
# What both locks bring besides the rows, as one expression each.
SOURCES = """(SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', s.id, 'source', s.source, 'channel', s.channel, 'external_id', s.external_id,
        'has_reply_address', s.reply_address <> '', 'is_trusted', s.is_trusted) ORDER BY s.id), '[]'::jsonb)::text
    FROM cases_casesource s WHERE s.case_id = v_case)"""
DONE = """(SELECT coalesce(jsonb_agg(jsonb_build_array(i.element, i.done_by_id, i.returned_from, i.name)
        ORDER BY i.done_at, i.id), '[]'::jsonb)::text
    FROM cases_workitem i WHERE i.case_id = v_case AND i.status = 'done')"""
FUNCTIONS = f"""
CREATE FUNCTION cases_lock_case(v_case bigint)
RETURNS TABLE (c cases_case, sources text, done text) LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    SELECT x.* INTO c FROM cases_case x WHERE x.id = v_case FOR NO KEY UPDATE;
    IF FOUND THEN
        SELECT {SOURCES}, {DONE} INTO sources, done;
        RETURN NEXT;
    END IF;
END $$;
-- The second statement sees what was committed before it: the work item is read after the lock on its case is had.
-- Whoever writes a work item holds its case, so the item's row is not locked besides.
CREATE FUNCTION cases_lock_by_work_item(p_item bigint)
RETURNS TABLE (c cases_case, sources text, done text, next_id bigint, epoch bigint, w cases_workitem)
LANGUAGE plpgsql SET enable_seqscan = off AS $$
#variable_conflict use_variable
DECLARE
    v_case bigint;
BEGIN
    SELECT x.* INTO c FROM cases_case x
    WHERE x.id = (SELECT i.case_id FROM cases_workitem i WHERE i.id = p_item) FOR NO KEY UPDATE;
    IF FOUND THEN
        v_case := c.id;
        RETURN QUERY SELECT c, {SOURCES}, {DONE}, nextval('cases_workitem_id_seq'),
            coalesce((SELECT e.value FROM jurisdictions_epoch e WHERE e.id = 1), 0)::bigint, item
            FROM cases_workitem item WHERE item.id = p_item;
    END IF;
END $$;

CREATE FUNCTION cases_open_item(p_id bigint, p_case bigint, p_task int, p_process text, p_element text, p_name text,
    p_form text, p_round int, p_instance int, p_role text, p_unit bigint, p_area text, p_mode text,
    p_excluded bigint[], p_is_on_duty_desk boolean, p_owner bigint, p_returned_from text, p_limit jsonb,
    p_at timestamptz, p_warn timestamptz, p_deadline timestamptz, p_provisional boolean)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_workitem (id, case_id, task, process, element, name, form, round, instance, status, revision,
        role, unit_id, area, mode, excluded, is_on_duty_desk, owner_id, first_owner_id, returned_from, "limit",
        warn_at, deadline_at, is_deadline_provisional, opened_at, claimed_at, outcome)
    VALUES (p_id, p_case, p_task, p_process, p_element, p_name, p_form, p_round, p_instance, 'open', 1,
        p_role, p_unit, p_area, p_mode, p_excluded, p_is_on_duty_desk, p_owner, p_owner, p_returned_from, p_limit,
        p_warn, p_deadline, p_provisional, p_at, CASE WHEN p_owner IS NOT NULL THEN p_at END, '');
END $$;

CREATE FUNCTION cases_set_deadline(p_item bigint, p_warn timestamptz, p_deadline timestamptz, p_provisional boolean)
RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE cases_workitem SET warn_at = p_warn, deadline_at = p_deadline, is_deadline_provisional = p_provisional
    WHERE id = p_item;
END $$;

-- A step of the engine. p_changed: columns of the case by name with their new values; null where none changed. The
-- columns are those that an act may change (cases/sheet.py); another one is refused, for it would be lost in silence.
CREATE OR REPLACE FUNCTION cases_write_step(p_case bigint, p_revision int, p_log_seq int, p_state bytea,
    p_changed jsonb) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    r cases_case;
BEGIN
    IF p_changed IS NULL THEN
        UPDATE cases_case SET revision = p_revision, log_seq = p_log_seq, state = p_state WHERE id = p_case;
        RETURN;
    END IF;
    IF p_changed - ARRAY['centre_id', 'level', 'category', 'standard', 'urgency', 'sector', 'lead_unit_id',
        'co_units', 'title', 'place', 'division_id', 'trusted', 'satisfaction', 'score', 'reject_reason', 'summary',
        'rework_count', 'return_count', 'filed_at', 'status', 'outcome', 'finished_at', 'data'] <> '{{}}' THEN
        RAISE EXCEPTION 'a step changes columns of a case that it may not change: %', p_changed;
    END IF;
    SELECT x.* INTO r FROM cases_case x WHERE x.id = p_case;
    r := jsonb_populate_record(r, p_changed);
    UPDATE cases_case SET revision = p_revision, log_seq = p_log_seq, state = p_state,
        centre_id = r.centre_id, level = r.level, category = r.category, standard = r.standard, urgency = r.urgency,
        sector = r.sector, lead_unit_id = r.lead_unit_id, co_units = r.co_units, title = r.title, place = r.place,
        division_id = r.division_id, trusted = r.trusted, satisfaction = r.satisfaction, score = r.score,
        reject_reason = r.reject_reason, summary = r.summary, rework_count = r.rework_count,
        return_count = r.return_count, filed_at = r.filed_at, status = r.status, outcome = r.outcome,
        finished_at = r.finished_at, data = r.data
    WHERE id = p_case;
END $$;

-- Nothing of a finished case waits any longer.
CREATE FUNCTION cases_let_go(p_case bigint, p_at timestamptz)
RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM cases_due WHERE case_id = p_case AND kind = 'flow';
    DELETE FROM cases_subscription WHERE case_id = p_case;
    UPDATE cases_outbox SET state = 'dropped', lease = NULL
    WHERE case_id = p_case AND state IN ('pending', 'leased', 'failed');
    UPDATE cases_incident SET state = 'cleared', settled_at = p_at WHERE case_id = p_case AND state = 'open';
END $$;

CREATE FUNCTION cases_request_call(p_case bigint, p_call int, p_part int, p_source bigint, p_key uuid, p_process text,
    p_element text, p_name text, p_connector text, p_operation text, p_parameters jsonb, p_retries int,
    p_next timestamptz, p_at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_id bigint;
BEGIN
    INSERT INTO cases_outbox (case_id, call, part, source_id, key, process, element, name, connector, operation,
        parameters, retries, state, attempts, next_attempt_at, created_at, error_code, error)
    VALUES (p_case, p_call, p_part, p_source, p_key, p_process, p_element, p_name, p_connector, p_operation,
        p_parameters, p_retries, 'pending', 0, p_next, p_at, '', '') RETURNING id INTO v_id;
    RETURN v_id;
END $$;

CREATE FUNCTION cases_set_reply_state(p_sources bigint[], p_state text)
RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE cases_casesource SET reply_state = p_state WHERE id = ANY(p_sources);
END $$;

ALTER TABLE cases_eventrecord DROP CONSTRAINT cases_eventrecord_seq_check;
"""


AT_LEAST_0 = [django.core.validators.MinValueValidator(0)]


def counter(model: str, name: str, field: models.Field) -> migrations.AlterField:
    """A counter without a CHECK: the server parses each CHECK of a table anew at every statement that writes to it."""
    return migrations.AlterField(model, name, field)


def reference(model: str, name: str, to: str, **more: Any) -> migrations.AlterField:
    """A foreign key that the database no longer asks after: what it names is never deleted (ADR 18)."""
    field = models.ForeignKey(
        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to=to, **{"related_name": "+", **more}
    )
    return migrations.AlterField(model, name, field)


KEPT = """
CREATE FUNCTION cases_refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'DELETE of % refused: rows that name it are not asked after', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER never_deleted BEFORE DELETE ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_deletion();
CREATE TRIGGER never_deleted BEFORE DELETE ON cases_workitem
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_deletion();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_by_index"), ("jurisdictions", "0003_never_deleted")]

    operations = [
        counter("case", "revision", models.IntegerField(default=0, validators=AT_LEAST_0)),
        counter("case", "log_seq", models.IntegerField(default=0, validators=AT_LEAST_0)),
        counter("case", "rework_count", models.SmallIntegerField(default=0, validators=AT_LEAST_0)),
        counter("case", "return_count", models.SmallIntegerField(default=0, validators=AT_LEAST_0)),
        counter("workitem", "task", models.IntegerField(validators=AT_LEAST_0)),
        counter("workitem", "round", models.SmallIntegerField(default=1, validators=AT_LEAST_0)),
        counter("workitem", "instance", models.IntegerField(null=True, validators=AT_LEAST_0)),
        counter("workitem", "revision", models.IntegerField(default=1, validators=AT_LEAST_0)),
        counter("due", "failures", models.SmallIntegerField(default=0, db_default=0, validators=AT_LEAST_0)),
        migrations.SeparateDatabaseAndState(state_operations=[counter("eventrecord", "seq", models.IntegerField(validators=AT_LEAST_0))]),
        reference("workitem", "case", "cases.case", related_name="work_items", db_index=False),
        reference("workitem", "unit", "jurisdictions.unit", db_index=False),
        reference("workitem", "owner", settings.AUTH_USER_MODEL, db_index=False, null=True),
        reference("workitem", "first_owner", settings.AUTH_USER_MODEL, db_index=False, null=True),
        reference("workitem", "done_by", settings.AUTH_USER_MODEL, db_index=False, null=True),
        reference("due", "case", "cases.case"),
        reference("caseparty", "case", "cases.case", related_name="parties", db_index=False),
        reference("caseparty", "unit", "jurisdictions.unit", db_index=False),
        migrations.RunSQL(DROP_OLD + FUNCTIONS + KEPT),
    ]
