"""Published versions never change: UPDATE and DELETE are refused by the database itself, whoever asks (decision 15)."""

from django.db import migrations

TABLES = ("catalog_workflowversion", "catalog_formversion")

FUNCTION = """
CREATE FUNCTION catalog_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % refused: a published version never changes; publish a new one', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
TRIGGER = (
    "CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION catalog_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FUNCTION + "".join(TRIGGER.format(table=table) for table in TABLES),
            "".join(f"DROP TRIGGER never_changes ON {table};" for table in TABLES)
            + "DROP FUNCTION catalog_refuse_change();",
        )
    ]
