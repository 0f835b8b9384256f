from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "resources"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring the question banks into readers' search and into the sitemaps."""
        from portal.found.sitemaps import register_addresses
        from resources.citizenship import search, sitemap

        search.connect()
        register_addresses(sitemap.addresses)
