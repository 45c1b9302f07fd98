"""The audit takes rows and gives none back: UPDATE and DELETE are refused by the database (decision 6)."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION common_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON common_auditrecord
    FOR EACH ROW EXECUTE FUNCTION common_refuse_change();
"""
UNDO = """
DROP TRIGGER append_only ON common_auditrecord;
DROP FUNCTION common_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]
