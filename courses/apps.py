from django.apps import AppConfig
from django.urls import reverse


class CoursesConfig(AppConfig):
    name = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand the clock's work to the worker."""
        from courses.audit.subjects import register_subjects
        from courses.bulk.services import forget_bulk_jobs
        from courses.bulk.work import work_on_bulk_jobs
        from courses.enrolment.clocks import check_again, expire_offers
        from courses.enrolment.decisions import decide_what_was_left, tell_what_was_left
        from courses.enrolment.minimum import check_minimums
        from courses.enrolment.reminders import send_reminders
        from courses.enrolment.runs import match_new_runs
        from courses.intake.services import forget_imports
        from portal.found.sitemaps import register_addresses
        from portal.worker import register_job

        register_subjects()
        register_addresses(lambda: [reverse("level_check")])
        register_job("decide what was left", every_seconds=2, function=decide_what_was_left)
        register_job("tell what was left", every_seconds=2, function=tell_what_was_left)
        register_job("bulk", every_seconds=1, function=work_on_bulk_jobs)
        register_job("check again", every_seconds=15, function=check_again)
        register_job("expire offers", every_seconds=60, function=expire_offers)
        register_job("match new runs", every_seconds=60, function=match_new_runs)
        register_job("check minimums", every_seconds=600, function=check_minimums)
        register_job("remind", every_seconds=300, function=send_reminders)
        register_job("forget bulk jobs", every_seconds=3600, function=forget_bulk_jobs)
        register_job("forget lists of names", every_seconds=3600, function=forget_imports)
