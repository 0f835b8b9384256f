from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand the clock's work to the worker."""
        from courses.enrolment.clocks import expire_offers
        from portal.worker import register_job

        register_job("expire offers", every_seconds=60, function=expire_offers)
