"""Puts the house together. Imported by nobody but the server, the command line and the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_babel import Babel
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import commands
import models.all_tables  # noqa: F401  the metadata is whole before the first query
from blueprints import headers, incoming, languages, pages, refusals, static_files
from blueprints.form_session import FormSessions, FormTokens
from blueprints.registry import BLUEPRINTS
from config import ROOT, Config, load
from models.db import db, engine_options, prepare_engine
from workflow import installation

MAX_BODY_BYTES = 30_000_000
csrf = FormTokens()


class House(Flask):
    """Flask without what none of our views uses."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Nothing here is a coroutine, and looking costs seven times with each scan."""
        return func


def create_app(config: Config | None = None, **given: object) -> Flask:
    """The application. `given` overrides single settings, for tests.

    Raises:
        config.BadSetting: the installation would be unsafe.
    """
    config = config or load(**given)
    app = House(__name__, static_url_path=static_files.prefix())
    app.session_interface = FormSessions()
    _configure(app, config)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    installation.apply(config)
    Babel(app, locale_selector=languages.choose, default_timezone="UTC",
          default_translation_directories=str(ROOT / "translations"))
    csrf.init_app(app)
    Htmx(app)
    for part in (incoming, headers, refusals, languages, pages):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    commands.init_app(app)
    _wrap(app, config)
    return app


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        BACKHAUL=config, SECRET_KEY=config.secret_key, SQLALCHEMY_DATABASE_URI=config.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(config.database, config.lock_seconds),
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_PARTS=1000, SESSION_COOKIE_NAME="backhaul_form", SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=config.cookies_secure,
        WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False, WTF_CSRF_HEADERS=["X-CSRFToken"],
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _wrap(app: Flask, config: Config) -> None:
    app.wsgi_app = static_files.StaticFiles(app.wsgi_app)
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_proxies, x_proto=config.trusted_proxies)
