"""Rows of the event log in one statement, whatever their number: the server plans it once per connection."""

from django.db import migrations

FUNCTION = """
-- Keys that a row leaves out are empty.
CREATE FUNCTION cases_write_log(p_case bigint, p_at timestamptz, p_person bigint, p_post bigint, p_rows text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_eventrecord (case_id, seq, at, kind, person_id, post_id, process, element, task, milestone,
        origin, target, reason, before, after, payload)
    SELECT p_case, r.seq, p_at, r.kind, p_person, p_post, coalesce(r.process, ''), coalesce(r.element, ''), r.task,
        coalesce(r.milestone, ''), coalesce(r.origin, ''), coalesce(r.target, ''), coalesce(r.reason, ''),
        r.before, r.after, coalesce(r.payload, '{}'::jsonb)
    FROM json_to_recordset(p_rows::json) AS r(seq int, kind text, process text, element text, task int,
        milestone text, origin text, target text, reason text, before jsonb, after jsonb, payload jsonb);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_hot_path")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION cases_write_log(bigint, timestamptz, bigint, bigint, text);")
    ]
