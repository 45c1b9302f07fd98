"""The two statements with which every act begins, as functions: the server plans them once per connection."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION cases_sources_of(p_case bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', s.id, 'source', s.source, 'channel', s.channel, 'external_id', s.external_id,
        'has_reply_address', s.reply_address <> '', 'is_trusted', s.is_trusted) ORDER BY s.id), '[]'::jsonb)::text
    FROM cases_casesource s WHERE s.case_id = p_case
$$;
CREATE FUNCTION cases_done_of(p_case bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_array(i.element, i.done_by_id, i.returned_from, i.name)
        ORDER BY i.done_at, i.id), '[]'::jsonb)::text
    FROM cases_workitem i WHERE i.case_id = p_case AND i.status = 'done'
$$;
CREATE FUNCTION cases_lock_case(p_case bigint)
RETURNS TABLE (c cases_case, sources text, done text) LANGUAGE plpgsql AS $$
BEGIN
    SELECT x.* INTO c FROM cases_case x WHERE x.id = p_case FOR NO KEY UPDATE;
    IF FOUND THEN
        sources := cases_sources_of(p_case);
        done := cases_done_of(p_case);
        RETURN NEXT;
    END IF;
END $$;
-- Each statement inside sees what was committed before it: the work item is read after the lock on its case is had.
CREATE FUNCTION cases_lock_by_work_item(p_item bigint)
RETURNS TABLE (c cases_case, sources text, done text, next_id bigint, w cases_workitem) LANGUAGE plpgsql AS $$
DECLARE
    v_case bigint;
BEGIN
    SELECT i.case_id INTO v_case FROM cases_workitem i WHERE i.id = p_item;
    IF FOUND THEN
        SELECT x.* INTO c FROM cases_case x WHERE x.id = v_case FOR NO KEY UPDATE;
        SELECT i.* INTO w FROM cases_workitem i WHERE i.id = p_item FOR NO KEY UPDATE;
        sources := cases_sources_of(v_case);
        done := cases_done_of(v_case);
        next_id := nextval(pg_get_serial_sequence('cases_workitem', 'id'));
        RETURN NEXT;
    END IF;
END $$;
"""
DROP = """
DROP FUNCTION cases_lock_by_work_item(bigint);
DROP FUNCTION cases_lock_case(bigint);
DROP FUNCTION cases_done_of(bigint);
DROP FUNCTION cases_sources_of(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_storage")]

    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
