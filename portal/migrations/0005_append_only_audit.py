"""The audit log can't be rewritten: only who did it and where may be emptied, when that row is deleted."""

from django.db import migrations

AUDIT_IS_APPEND_ONLY = """
CREATE FUNCTION portal_auditentry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.at, NEW.action, NEW.about, NEW.amount, NEW.reason, NEW.detail, NEW.request_id)
       IS DISTINCT FROM
       (OLD.at, OLD.action, OLD.about, OLD.amount, OLD.reason, OLD.detail, OLD.request_id)
       OR (NEW.user_id IS NOT NULL AND NEW.user_id IS DISTINCT FROM OLD.user_id)
    THEN
        RAISE EXCEPTION 'the audit log is append-only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER auditentry_is_append_only BEFORE UPDATE ON portal_auditentry
    FOR EACH ROW EXECUTE FUNCTION portal_auditentry_is_append_only();
"""
DROP_TRIGGER = """
DROP TRIGGER auditentry_is_append_only ON portal_auditentry;
DROP FUNCTION portal_auditentry_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_staff_inbox")]

    operations = [migrations.RunSQL(AUDIT_IS_APPEND_ONLY, DROP_TRIGGER)]
