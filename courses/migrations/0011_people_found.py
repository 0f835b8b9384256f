"""An index for searches, which find people first; it serves the foreign key as well."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0010_page_sources")]

    operations = [
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                fields=["person", "-submitted_at", "-id"], include=("centre",), name="enrolment_of_person"
            ),
        ),
        migrations.AlterField(
            model_name="enrolment",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enrolments",
                to="courses.person",
                verbose_name="person",
            ),
        ),
    ]
