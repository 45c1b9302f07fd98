"""Persons and units are closed, never deleted: rows of cases name them without asking the database (ADR 18)."""

from django.db import migrations

KEPT = """
CREATE FUNCTION jurisdictions_refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'DELETE of % refused: close it instead, for cases name it', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER never_deleted BEFORE DELETE ON jurisdictions_person
    FOR EACH ROW EXECUTE FUNCTION jurisdictions_refuse_deletion();
CREATE TRIGGER never_deleted BEFORE DELETE ON jurisdictions_unit
    FOR EACH ROW EXECUTE FUNCTION jurisdictions_refuse_deletion();
"""
DROP = """
DROP TRIGGER never_deleted ON jurisdictions_unit;
DROP TRIGGER never_deleted ON jurisdictions_person;
DROP FUNCTION jurisdictions_refuse_deletion();
"""


class Migration(migrations.Migration):
    dependencies = [("jurisdictions", "0002_epoch_triggers")]

    operations = [migrations.RunSQL(KEPT, DROP)]
