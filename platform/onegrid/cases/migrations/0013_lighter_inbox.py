"""An inbox comes out of its index in order, and a task is opened with its sector: no trigger looks it up."""

from django.db import migrations, models

COLUMNS = """id, case_id, task, process, element, name, form, round, instance, status, revision, role, unit_id, area, mode,
        excluded, is_on_duty_desk, owner_id, first_owner_id, returned_from, "limit", warn_at, deadline_at,
        is_deadline_provisional, opened_at, claimed_at, outcome"""
VALUES = """p_id, p_case, p_task, p_process, p_element, p_name, p_form, p_round, p_instance, 'open', 1, p_role, p_unit, p_area,
        p_mode, p_excluded, p_is_on_duty_desk, p_owner, p_owner, p_returned_from, p_limit, p_warn, p_deadline,
        p_provisional, p_at, CASE WHEN p_owner IS NOT NULL THEN p_at END, ''"""
OPEN = """
CREATE OR REPLACE FUNCTION cases_open_item(p_id bigint, p_case bigint, p_task int, p_process text, p_element text,
    p_name text, p_form text, p_round int, p_instance int, p_role text, p_unit bigint, p_area text, p_mode text,
    p_excluded bigint[], p_is_on_duty_desk boolean, p_owner bigint, p_returned_from text, p_limit jsonb,
    p_at timestamptz, p_warn timestamptz, p_deadline timestamptz, p_provisional boolean)
RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO cases_workitem ({columns}) {values};
END $$;
"""
BROUGHT = OPEN.format(columns=f"{COLUMNS}, sector", values=f"SELECT {VALUES}, c.sector FROM cases_case c WHERE c.id = p_case")
LOOKED_UP = OPEN.replace(" SET enable_seqscan = off", "").format(columns=COLUMNS, values=f"VALUES ({VALUES})")
# No task is opened otherwise, so that the trigger is left to changes.
AT_CHANGES = """
DROP TRIGGER sector_of_item ON cases_workitem;
CREATE TRIGGER sector_of_item BEFORE UPDATE OF sector ON cases_workitem
    FOR EACH ROW EXECUTE FUNCTION cases_sector_of_item();
"""
ALWAYS = """
DROP TRIGGER sector_of_item ON cases_workitem;
CREATE TRIGGER sector_of_item BEFORE INSERT OR UPDATE OF sector ON cases_workitem
    FOR EACH ROW EXECUTE FUNCTION cases_sector_of_item();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_work_item_sector")]

    operations = [
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(status="open", owner__isnull=False),
                fields=["owner", "deadline_at", "id"],
                include=["warn_at", "unit", "sector"],
                name="work_item_own",
            ),
        ),
        migrations.RemoveIndex(model_name="workitem", name="work_item_mine"),
        migrations.RunSQL(BROUGHT, LOOKED_UP),
        migrations.RunSQL(AT_CHANGES, ALWAYS),
    ]
