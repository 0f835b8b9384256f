from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand the portal's own work to the worker; let the search's index follow the pages."""
        from django.db.models.signals import post_migrate

        from portal.caching import watching
        from portal.caching.changes import follower, install_triggers
        from portal.caching.purging import forget_old_changes, has_front, purge_changes
        from portal.feedback.services import forget_old_comments
        from portal.messages.outbox import send_due
        from portal.protection.ratelimit import forget_old_counters
        from portal.search import signals
        from portal.search.services import rebuild_when_stale
        from portal.worker import register_job

        signals.connect()
        watching.connect()
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="caching_triggers")

        register_job("follow changes", every_seconds=1, function=follower.follow)
        if has_front():
            register_job("purge pages", every_seconds=2, function=purge_changes)
        register_job("forget old changes", every_seconds=600, function=forget_old_changes)
        register_job("send messages", every_seconds=2, function=send_due)
        register_job("forget old rate counters", every_seconds=600, function=forget_old_counters)
        register_job("forget old comments", every_seconds=3600, function=forget_old_comments)
        register_job("rebuild the search", every_seconds=3600, function=rebuild_when_stale)
