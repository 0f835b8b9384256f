"""The application as the launcher serves it: loaded while the database is made, reachable once it is.

gunicorn opens its port after this module is imported, so nobody meets half a database.
"""

import time

from portal.launch.prepare import database_is_ready
from portal.wsgi import application

__all__ = ["application"]

while not database_is_ready():
    time.sleep(0.1)
