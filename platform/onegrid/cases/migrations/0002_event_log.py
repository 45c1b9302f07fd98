"""The event log: partitioned by month of `at`, never changed, keyed by (case, seq) within a partition's key.

PostgreSQL wants the partition key in every unique index, hence (case_id, seq, at); that (case_id, seq) alone is unique
follows from the case's own counter, which moves only under the case's lock. Rows of a month without a partition go to
the default one, from which `make_log_partitions` moves them.
"""

from django.db import migrations, models

TABLE = """
CREATE TABLE cases_eventrecord (
    case_id bigint NOT NULL,
    seq integer NOT NULL CHECK (seq > 0),
    at timestamptz NOT NULL,
    kind varchar(40) NOT NULL,
    person_id bigint,
    post_id bigint,
    process varchar(120) NOT NULL DEFAULT '',
    element varchar(120) NOT NULL DEFAULT '',
    task integer,
    milestone varchar(20) NOT NULL DEFAULT '',
    origin varchar(120) NOT NULL DEFAULT '',
    target varchar(120) NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    before jsonb,
    after jsonb,
    payload jsonb NOT NULL DEFAULT '{}'::jsonb,
    PRIMARY KEY (case_id, seq, at)
) PARTITION BY RANGE (at);
CREATE TABLE cases_eventrecord_default PARTITION OF cases_eventrecord DEFAULT;
CREATE INDEX event_milestone ON cases_eventrecord (milestone, at) WHERE milestone <> '';

CREATE FUNCTION cases_refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of the event log refused: it is the audit and only grows', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_eventrecord
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_log_change();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(TABLE, "DROP TABLE cases_eventrecord; DROP FUNCTION cases_refuse_log_change();")
            ],
            state_operations=[
                migrations.CreateModel(
                    name="EventRecord",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "case_id", "seq", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("case_id", models.BigIntegerField()),
                        ("seq", models.PositiveIntegerField()),
                        ("at", models.DateTimeField()),
                        ("kind", models.CharField(max_length=40)),
                        ("person_id", models.BigIntegerField(null=True)),
                        ("post_id", models.BigIntegerField(null=True)),
                        ("process", models.CharField(blank=True, max_length=120)),
                        ("element", models.CharField(blank=True, max_length=120)),
                        ("task", models.PositiveIntegerField(null=True)),
                        ("milestone", models.CharField(blank=True, max_length=20)),
                        ("origin", models.CharField(blank=True, max_length=120)),
                        ("target", models.CharField(blank=True, max_length=120)),
                        ("reason", models.TextField(blank=True)),
                        ("before", models.JSONField(null=True)),
                        ("after", models.JSONField(null=True)),
                        ("payload", models.JSONField(default=dict)),
                    ],
                )
            ],
        )
    ]
