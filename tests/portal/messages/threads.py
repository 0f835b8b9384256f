"""Work on database connections of its own, so that it is committed whatever the test's transaction does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


def in_threads(*functions: Callable[[], Any]) -> list[Any]:
    """Run functions at the same time, each on its own database connection; return what they return."""

    def run(function: Callable[[], Any]) -> Any:
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(functions)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, function) for function in functions]]
