"""The line of a case in lists; messages from persons; what is held after the platform broke on it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_act_functions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='summary',
            field=models.CharField(blank=True, db_default='', default='', max_length=300),
        ),
        migrations.AddField(
            model_name='due',
            name='failures',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='incident',
            name='held',
            field=models.CharField(blank=True, choices=[('', ''), ('due', '到期'), ('call', '调用'), ('message', '消息')], db_default='', default='', max_length=8),
        ),
        migrations.AddField(
            model_name='incident',
            name='held_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='outbox',
            name='failures',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='parkedmessage',
            name='failures',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='parkedmessage',
            name='sent_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='parkedmessage',
            name='state',
            field=models.CharField(choices=[('waiting', '等待'), ('delivered', '已送达'), ('expired', '无人接收'), ('held', '投递受阻')], default='waiting', max_length=10),
        ),
    ]
