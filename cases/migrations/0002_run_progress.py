from django.db import migrations, models


class Migration(migrations.Migration):
    """A run knows where each of its ranges stands, and one run at most waits."""

    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="runitem",
            name="next_id",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="runitem", name="moved_at", field=models.DateTimeField(null=True)
        ),
        migrations.AlterField(
            model_name="run",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("running", "Running"),
                    ("done", "Done"),
                    ("canceled", "Canceled"),
                    ("superseded", "Superseded"),
                ],
                default="waiting",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="runchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("outcome", "Outcome"),
                    ("term", "What is kept of the term"),
                    ("dates", "Dates"),
                    ("findings", "Findings only"),
                    ("first", "First answer"),
                    ("failed", "Not answered"),
                ],
                max_length=12,
                verbose_name="what changed",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("state",), name="one_run_waits"
            ),
        ),
    ]
