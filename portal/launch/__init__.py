"""``make run``, ``make dev`` and ``make demo-reset``: from a fresh clone to a served portal.

``with_venv.sh`` finds a Python, ``install.py`` fills ``.local/venv`` with the locked packages (both run before
anything is installed), ``__main__.py`` does the rest from inside the environment.
"""
