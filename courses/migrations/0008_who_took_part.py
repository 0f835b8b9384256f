"""An index of who took part, for reports."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0007_staff_inbox_rules")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("to_state", "attending")), fields=["enrolment"], name="event_took_part"
            ),
        ),
    ]
