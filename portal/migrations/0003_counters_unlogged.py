"""Counters of rate limits need not survive a crash, so they needn't be flushed to the disk at each hit."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_sms")]

    operations = [
        migrations.RunSQL("ALTER TABLE portal_ratecounter SET UNLOGGED", "ALTER TABLE portal_ratecounter SET LOGGED"),
    ]
