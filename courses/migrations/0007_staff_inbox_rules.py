"""What the schema itself refuses about attendance, and what is promised for enrolments that are there already."""

from django.db import migrations

MARKS_ARE_APPEND_ONLY = """
CREATE FUNCTION courses_attendancechange_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.attendance_id, NEW.from_mark, NEW.to_mark, NEW.marked_at, NEW.received_at, NEW.is_late, NEW.key)
       IS DISTINCT FROM
       (OLD.attendance_id, OLD.from_mark, OLD.to_mark, OLD.marked_at, OLD.received_at, OLD.is_late, OLD.key)
    THEN
        RAISE EXCEPTION 'marks are append-only: a correction is another row';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attendancechange_is_append_only BEFORE UPDATE ON courses_attendancechange
    FOR EACH ROW EXECUTE FUNCTION courses_attendancechange_is_append_only();
"""
DROP_TRIGGER = """
DROP TRIGGER attendancechange_is_append_only ON courses_attendancechange;
DROP FUNCTION courses_attendancechange_is_append_only();
"""
FILL_DUE_AT = """
UPDATE courses_enrolment SET due_at = CASE state
    WHEN 'submitted' THEN submitted_at + interval '1 day'
    WHEN 'in_review' THEN state_since + interval '1 day'
    WHEN 'needs_information' THEN state_since + interval '3 days'
    ELSE offer_expires_at END
WHERE state IN ('submitted', 'in_review', 'needs_information', 'offered');
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0006_staff_inbox")]

    operations = [
        migrations.RunSQL(MARKS_ARE_APPEND_ONLY, DROP_TRIGGER),
        migrations.RunSQL(FILL_DUE_AT, migrations.RunSQL.noop),
    ]
