"""Asking for the public addresses without a browser."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.addresses import Address


def ask(client: Client, code: str, address: Address) -> Any:
    """Return the answer of an address in a language; an answer to a form is asked for as its own page does."""
    client.raise_request_exception = False
    path = f"/{code}/{address.path}"
    if address.data is None:
        response: Any = client.get(path)
    else:
        response = client.post(path, dict(address.data), headers={"sec-fetch-site": "same-origin"})
    assert response.status_code == address.status, f"{path}: {response.status_code}"
    return response
