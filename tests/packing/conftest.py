"""Clients whose requests do not share `g`: the application's context stands open around each test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.pages import PageClient


class FreshClient(PageClient):
    """Every request in a context of its own, as on a server."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def client_as(app: Flask) -> Callable[..., FreshClient]:
    """A client signed in as one of the people, or as nobody."""

    def make(login: str | None = None) -> FreshClient:
        client = FreshClient(app)
        if login:
            client.sign_in(login)
        return client

    return make
