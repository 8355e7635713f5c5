"""The form session: what is remembered of one request is never another's."""

from __future__ import annotations

import pytest
from flask import Flask, flash, get_flashed_messages, request, session
from flask.testing import FlaskClient

from blueprints.form_session import FormSessions


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__)
    app.secret_key = "one of a test"
    app.session_interface = FormSessions()

    @app.get("/put")
    def put() -> str:
        session.update(request.args)
        return ""

    @app.get("/read")
    def read() -> dict[str, object]:
        return dict(session)

    @app.get("/flash")
    def say() -> str:
        flash("done")
        return ""

    @app.get("/said")
    def said() -> list[str]:
        return get_flashed_messages()

    @app.get("/spoiled")
    def spoiled() -> dict[str, object]:
        session["language"] = "of this request alone"
        session.modified = False
        return dict(session)

    @app.get("/empty")
    def empty() -> str:
        session.clear()
        return ""

    return app.test_client()


def test_what_was_put_in_comes_back(client: FlaskClient) -> None:
    client.get("/put?language=zh")
    assert client.get("/read").json == client.get("/read").json == {"language": "zh"}


def test_a_change_that_is_not_kept_is_not_remembered_either(client: FlaskClient) -> None:
    client.get("/put?language=zh")
    for _ in range(2):
        assert client.get("/spoiled").json == {"language": "of this request alone"}
        assert client.get("/read").json == {"language": "zh"}


def test_what_was_only_read_is_not_sent_back(client: FlaskClient) -> None:
    assert "Set-Cookie" in client.get("/put?language=zh").headers
    assert "Set-Cookie" not in client.get("/read").headers


def test_what_is_said_once_is_said_once(client: FlaskClient) -> None:
    client.get("/put?language=zh")
    client.get("/flash")
    assert [client.get("/said").json for _ in range(2)] == [["done"], []]
    assert client.get("/read").json == {"language": "zh"}


def test_a_text_that_somebody_changed_is_nobodys(client: FlaskClient) -> None:
    client.get("/put?language=zh")
    cookie = client.get_cookie("session").value
    assert client.get("/read").json == {"language": "zh"}
    client.set_cookie("session", ("A" if cookie[0] != "A" else "B") + cookie[1:])
    assert client.get("/read").json == {}


def test_an_emptied_session_takes_its_cookie_away(client: FlaskClient) -> None:
    client.get("/put?language=zh")
    assert client.get_cookie("session")
    client.get("/empty")
    assert client.get_cookie("session") is None and client.get("/read").json == {}
