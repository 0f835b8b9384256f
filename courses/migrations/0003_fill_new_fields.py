"""Fill in what new rows get when they are made."""

import datetime

from django.db import migrations
from django.db.models import F

from courses.people.names import match_key


def fill_minimum_by(apps, schema_editor):
    """Three days before the start, as a new run has it."""
    apps.get_model("courses", "Run").objects.update(minimum_by=F("starts_on") - datetime.timedelta(days=3))


def fill_counties(apps, schema_editor):
    """Who asked for a course without a run asked for it where their centre is."""
    for enrolment in apps.get_model("courses", "Enrolment").objects.filter(run=None).select_related("centre"):
        enrolment.county_id = enrolment.centre.county_id
        enrolment.save(update_fields=["county"])


def fill_match_keys(apps, schema_editor):
    """What new people get when they enrol."""
    person_model = apps.get_model("courses", "Person")
    people = list(person_model.objects.only("name", "latin_name"))
    for person in people:
        person.match_key = match_key(person.latin_name or person.name)
    person_model.objects.bulk_update(people, ["match_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_enrolment_engine")]

    operations = [
        migrations.RunPython(fill_minimum_by, migrations.RunPython.noop),
        migrations.RunPython(fill_counties, migrations.RunPython.noop),
        migrations.RunPython(fill_match_keys, migrations.RunPython.noop),
    ]
