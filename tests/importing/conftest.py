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
def client_as(app: Flask) -> Callable[[str], FreshClient]:
    """A client signed in as one of the people."""

    def make(login: str) -> FreshClient:
        client = FreshClient(app)
        client.sign_in(login)
        return client

    return make
