"""The sector stands beside each task, kept there by the database: an inbox narrowed by it asks no case for it."""

from django.db import migrations, models

KEPT = """
CREATE FUNCTION cases_sector_of_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sector := (SELECT sector FROM cases_case WHERE id = NEW.case_id);
    RETURN NEW;
END $$;
CREATE FUNCTION cases_sector_to_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_workitem SET sector = NEW.sector WHERE case_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER sector_of_item BEFORE INSERT OR UPDATE OF sector ON cases_workitem
    FOR EACH ROW EXECUTE FUNCTION cases_sector_of_item();
CREATE TRIGGER sector_to_items AFTER UPDATE OF sector ON cases_case
    FOR EACH ROW WHEN (OLD.sector <> NEW.sector) EXECUTE FUNCTION cases_sector_to_items();
UPDATE cases_workitem w SET sector = c.sector FROM cases_case c WHERE c.id = w.case_id AND c.sector <> '';
"""
LEFT = """
DROP TRIGGER sector_to_items ON cases_case;
DROP TRIGGER sector_of_item ON cases_workitem;
DROP FUNCTION cases_sector_to_items();
DROP FUNCTION cases_sector_of_item();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_work_item_unit")]

    operations = [
        migrations.AddField(
            "workitem", "sector", models.CharField(blank=True, db_default="", default="", editable=False, max_length=20)
        ),
        migrations.RunSQL(KEPT, LEFT),
    ]
