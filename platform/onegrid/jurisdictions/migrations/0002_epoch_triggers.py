"""Every change of what decides rights moves the epoch, whoever writes it.

The value comes from a sequence of its own: a sequence never goes back, so the number of a rolled-back change is never
given to another one, and a snapshot made inside that change can never be taken for a later state.
"""

from django.db import migrations

# Table -> columns of an UPDATE that matter (empty: any). A person's last_login must not move the epoch.
WATCHED = {
    "jurisdictions_person": "name, is_active, token_serial",
    "jurisdictions_unit": "",
    "jurisdictions_unitarea": "",
    "jurisdictions_role": "",
    "jurisdictions_unitrole": "",
    "jurisdictions_unitpermission": "",
    "jurisdictions_post": "",
    "jurisdictions_division": "code, level, parent_id, path",
}

FUNCTION = """
CREATE SEQUENCE jurisdictions_epoch_value;
CREATE FUNCTION jurisdictions_move_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO jurisdictions_epoch (id, value) OVERRIDING SYSTEM VALUE
        VALUES (1, nextval('jurisdictions_epoch_value'))
        ON CONFLICT (id) DO UPDATE SET value = EXCLUDED.value;
    RETURN NULL;
END $$;
"""


def _triggers() -> str:
    lines = []
    for table, columns in WATCHED.items():
        update = f"UPDATE OF {columns}" if columns else "UPDATE"
        lines.append(
            f"CREATE TRIGGER move_epoch AFTER INSERT OR DELETE OR {update} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION jurisdictions_move_epoch();"
        )
    return "\n".join(lines)


def _undo() -> str:
    dropped = "\n".join(f"DROP TRIGGER move_epoch ON {table};" for table in WATCHED)
    return f"{dropped}\nDROP FUNCTION jurisdictions_move_epoch();\nDROP SEQUENCE jurisdictions_epoch_value;"


class Migration(migrations.Migration):
    dependencies = [("jurisdictions", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTION + _triggers(), _undo())]
