from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "resources"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring the question banks into readers' search."""
        from resources.citizenship import search

        search.connect()
