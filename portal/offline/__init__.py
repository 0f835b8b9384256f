"""Without a network: the service worker, the manifest of the installed portal, and sections that are saved."""
