from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand the portal's own work to the worker; let the search's index follow the pages."""
        from portal.feedback.services import forget_old_comments
        from portal.messages.outbox import send_due
        from portal.protection.ratelimit import forget_old_counters
        from portal.search import signals
        from portal.search.services import rebuild_when_stale
        from portal.worker import register_job

        signals.connect()

        register_job("send messages", every_seconds=2, function=send_due)
        register_job("forget old rate counters", every_seconds=600, function=forget_old_counters)
        register_job("forget old comments", every_seconds=3600, function=forget_old_comments)
        register_job("rebuild the search", every_seconds=3600, function=rebuild_when_stale)
