import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_boundary_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="PreviousConviction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("article", models.CharField(blank=True, max_length=60, verbose_name="article")),
                (
                    "gravity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("infraction", "Criminal infraction"),
                            ("small", "Crime of small gravity"),
                            ("medium", "Crime of medium gravity"),
                            ("grave", "Grave crime"),
                            ("especially_grave", "Especially grave crime"),
                        ],
                        max_length=16,
                        verbose_name="gravity",
                    ),
                ),
                (
                    "imprisoned",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="sentenced to imprisonment"
                    ),
                ),
                (
                    "committed_on",
                    models.DateField(blank=True, null=True, verbose_name="committed on"),
                ),
                (
                    "sentenced_on",
                    models.DateField(blank=True, null=True, verbose_name="sentenced on"),
                ),
                (
                    "removed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="record lifted, lapsed or expunged on"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "defendant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="previous_convictions",
                        to="cases.defendant",
                        verbose_name="defendant",
                    ),
                ),
            ],
            options={
                "verbose_name": "previous conviction",
                "verbose_name_plural": "previous convictions",
                "ordering": [
                    "defendant",
                    models.OrderBy(models.F("sentenced_on"), nulls_last=True),
                    "pk",
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("committed_on__isnull", True),
                            ("sentenced_on__isnull", True),
                            ("sentenced_on__gte", models.F("committed_on")),
                            _connector="OR",
                        ),
                        name="a_sentence_follows_its_crime",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sentenced_on__isnull", True),
                            ("removed_on__isnull", True),
                            ("removed_on__gte", models.F("sentenced_on")),
                            _connector="OR",
                        ),
                        name="a_record_ends_after_its_sentence",
                    ),
                ],
            },
        ),
    ]
