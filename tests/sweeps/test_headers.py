"""Whatever is answered says how it may be used: a page, a redirect, a refusal, a fault of ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from blueprints import headers, static_files
from tests.conftest import make_app
from tests.support.pages import PageClient

ClientAs = Callable[..., PageClient]


@pytest.mark.parametrize(("url", "status"), [
    ("/sign-in", 200), ("/stations", 303), ("/no-such-page", 404), ("/static/no-such.css", 404), ("/readyz", 500)])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_answer_has_the_headers_once(app: Flask, monkeypatch: pytest.MonkeyPatch, url: str, status: int,
                                           scheme: str) -> None:
    if status == 500:
        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        monkeypatch.setitem(app.view_functions, "health.ready", lambda: 1 // 0)
    answer = app.test_client().get(url, base_url=f"{scheme}://shop.example")
    assert answer.status_code == status
    wanted = headers.HEADERS | (headers.ON_SECURE_PAGES if scheme == "https" else {})
    for name, value in wanted.items():
        assert answer.headers.getlist(name) == [value]
    assert ("Cross-Origin-Opener-Policy" in answer.headers) is (scheme == "https")
    assert "no-store" in answer.headers.get("Cache-Control", "")
    assert "HX-Request, Cookie" in answer.headers.getlist("Vary")


def test_a_static_file_is_the_same_for_everybody_and_kept(app: Flask) -> None:
    answer = app.test_client().get(f"{static_files.prefix()}/css/desk.css")
    assert answer.status_code == 200 and "no-store" not in answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_page_may_bring_its_own(client_as: ClientAs) -> None:
    answer = client_as("walt").get("/stations/dock-1")
    assert answer.headers.getlist("Content-Security-Policy") == [headers.STATION_POLICY]


def test_a_house_with_tls_says_so(tmp_path: Path) -> None:
    secure = make_app(tmp_path, public_url="https://shop.example", trusted_proxies=1)
    assert secure.test_client().get("/readyz").headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in make_app(tmp_path).test_client().get("/readyz").headers
