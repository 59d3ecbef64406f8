from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0005_runs_that_arrive'),
    ]

    operations = [
        migrations.CreateModel(
            name='Builtin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
            ],
        ),
    ]
