"""The schema itself refuses to change a report that was frozen."""

from django.db import migrations

NOTHING_CHANGES = """
CREATE FUNCTION courses_snapshot_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.title, NEW.first_day, NEW.last_day, NEW.project_id, NEW.content, NEW.digest, NEW.made_at)
       IS DISTINCT FROM
       (OLD.title, OLD.first_day, OLD.last_day, OLD.project_id, OLD.content, OLD.digest, OLD.made_at)
    THEN
        RAISE EXCEPTION 'a frozen report stays as it is: freeze another one';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER snapshot_is_frozen BEFORE UPDATE ON courses_snapshot
    FOR EACH ROW EXECUTE FUNCTION courses_snapshot_is_frozen();
"""
DROP_TRIGGER = """
DROP TRIGGER snapshot_is_frozen ON courses_snapshot;
DROP FUNCTION courses_snapshot_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0008_who_took_part")]

    operations = [migrations.RunSQL(NOTHING_CHANGES, DROP_TRIGGER)]
