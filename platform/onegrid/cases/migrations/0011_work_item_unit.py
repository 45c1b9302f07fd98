"""One index for pools and for the tasks of a whole unit, in place of one for pools alone: no act writes more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_event_at_brin")]

    operations = [
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(status="open"), fields=["unit", "role", "owner", "id"], name="work_item_unit"
            ),
        ),
        migrations.RemoveIndex(model_name="workitem", name="work_item_pool"),
    ]
