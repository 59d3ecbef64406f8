"""Which run replaced a value, instead of a mark on the value itself."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def tell_what_ended_them(apps, schema_editor):
    rows = apps.get_model("evidence", "Observation").objects
    newer = rows.filter(replaces=OuterRef("pk")).order_by()
    rows.filter(is_current=False).update(ended_by=Subquery(newer.values("run")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0003_what_must_not_be_shown'),
    ]

    operations = [
        migrations.AddField(
            model_name='observation',
            name='ended_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='evidence.importrun'),
        ),
        migrations.RunPython(tell_what_ended_them, migrations.RunPython.noop),
    ]
