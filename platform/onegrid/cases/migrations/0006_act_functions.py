"""What an act on a task writes, as functions: planned once per connection, and called together in one statement."""

from django.db import migrations

FUNCTIONS = """
-- Who completes what lay in the pool becomes its owner.
CREATE FUNCTION cases_complete_item(p_item bigint, p_revision int, p_outcome text, p_at timestamptz, p_person bigint,
    p_submission uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_workitem SET status = 'done', outcome = p_outcome, done_at = p_at, done_by_id = p_person,
        submission = p_submission, owner_id = coalesce(owner_id, p_person),
        first_owner_id = coalesce(first_owner_id, p_person), claimed_at = coalesce(claimed_at, p_at), draft = NULL,
        revision = p_revision
    WHERE id = p_item;
END $$;

CREATE FUNCTION cases_open_item(p_id bigint, p_case bigint, p_task int, p_process text, p_element text, p_name text,
    p_form text, p_round int, p_instance int, p_role text, p_unit bigint, p_area text, p_mode text,
    p_excluded bigint[], p_is_on_duty_desk boolean, p_owner bigint, p_returned_from text, p_limit jsonb,
    p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_workitem (id, case_id, task, process, element, name, form, round, instance, status, revision,
        role, unit_id, area, mode, excluded, is_on_duty_desk, owner_id, first_owner_id, returned_from, "limit",
        is_deadline_provisional, opened_at, claimed_at, outcome)
    VALUES (p_id, p_case, p_task, p_process, p_element, p_name, p_form, p_round, p_instance, 'open', 1,
        p_role, p_unit, p_area, p_mode, p_excluded, p_is_on_duty_desk, p_owner, p_owner, p_returned_from, p_limit,
        false, p_at, CASE WHEN p_owner IS NOT NULL THEN p_at END, '');
END $$;

-- Looks first: nearly always the unit is a party already, and looking is cheaper than a conflict.
CREATE FUNCTION cases_add_party(p_case bigint, p_unit bigint, p_capacity text, p_at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM cases_caseparty p WHERE p.case_id = p_case AND p.unit_id = p_unit AND p.capacity = p_capacity;
    IF NOT FOUND THEN
        INSERT INTO cases_caseparty (case_id, unit_id, capacity, since) VALUES (p_case, p_unit, p_capacity, p_at)
        ON CONFLICT (case_id, unit_id, capacity) DO NOTHING;
    END IF;
END $$;

CREATE FUNCTION cases_arm_timer(p_case bigint, p_subject bigint, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_due (case_id, kind, subject, at) VALUES (p_case, 'flow', p_subject, p_at);
END $$;

CREATE FUNCTION cases_drop_timers(p_case bigint, p_subjects bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM cases_due WHERE case_id = p_case AND kind = 'flow' AND subject = ANY(p_subjects);
END $$;

-- A step of the engine. p_changed: columns of the case by name with their new values; null where none changed.
CREATE FUNCTION cases_write_step(p_case bigint, p_revision int, p_log_seq int, p_state bytea, p_changed jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_columns text;
BEGIN
    IF p_changed IS NULL THEN
        UPDATE cases_case SET revision = p_revision, log_seq = p_log_seq, state = p_state WHERE id = p_case;
    ELSE
        SELECT string_agg(format('%1$I = r.%1$I', k), ', ') INTO v_columns FROM jsonb_object_keys(p_changed) k;
        EXECUTE 'UPDATE cases_case c SET revision = $1, log_seq = $2, state = $3, ' || v_columns
            || ' FROM jsonb_populate_record(NULL::cases_case, $4) r WHERE c.id = $5'
        USING p_revision, p_log_seq, p_state, p_changed, p_case;
    END IF;
END $$;
"""
DROP = """
DROP FUNCTION cases_write_step(bigint, int, int, bytea, jsonb);
DROP FUNCTION cases_drop_timers(bigint, bigint[]);
DROP FUNCTION cases_arm_timer(bigint, bigint, timestamptz);
DROP FUNCTION cases_add_party(bigint, bigint, text, timestamptz);
DROP FUNCTION cases_open_item(bigint, bigint, int, text, text, text, text, int, int, text, bigint, text, text,
    bigint[], boolean, bigint, text, jsonb, timestamptz);
DROP FUNCTION cases_complete_item(bigint, int, text, timestamptz, bigint, uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_write_log")]

    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
