"""What the schema itself refuses."""

from django.db import migrations, models

HISTORY_IS_APPEND_ONLY = """
CREATE FUNCTION courses_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.enrolment_id, NEW.verb, NEW.from_state, NEW.to_state, NEW.actor, NEW.reason, NEW.place, NEW.at)
       IS DISTINCT FROM
       (OLD.enrolment_id, OLD.verb, OLD.from_state, OLD.to_state, OLD.actor, OLD.reason, OLD.place, OLD.at)
    THEN
        RAISE EXCEPTION 'the history of an enrolment is append-only: only note and user can be redacted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_is_append_only BEFORE UPDATE ON courses_event
    FOR EACH ROW EXECUTE FUNCTION courses_event_is_append_only();
"""
DROP_TRIGGER = """
DROP TRIGGER event_is_append_only ON courses_event;
DROP FUNCTION courses_event_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_fill_new_fields")]

    operations = [
        migrations.AlterField(
            model_name="run",
            name="minimum_by",
            field=models.DateField(
                blank=True, help_text="Empty: three days before the start.", verbose_name="day on which the minimum is looked at"
            ),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('run__isnull', False), ('county__isnull', False), _connector='OR'), name='run_or_county'),
        ),
        migrations.RunSQL(HISTORY_IS_APPEND_ONLY, DROP_TRIGGER),
    ]
