"""The least that a request which keeps something can cost: the yardstick for the scan.

The same server, engine, pragmas and writer queue as the product; one SELECT, one INSERT, one UPDATE, one COMMIT
in SQLAlchemy Core, and a constant answer of 1 KB. No sign-in, no meaning, no log.
"""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask, Response, jsonify, request

from commands.serve import serve
from config import load
from models.db import db, engine_options, prepare_engine
from workflow import installation
from workflow.transaction import in_transaction

METADATA = sa.MetaData()
COUNTER = sa.Table("bare_counter", METADATA, sa.Column("id", sa.Integer, primary_key=True),
                   sa.Column("count", sa.Integer, nullable=False))
SEEN = sa.Table("bare_seen", METADATA, sa.Column("id", sa.Integer, primary_key=True),
                sa.Column("code", sa.String(64), nullable=False), sa.Column("key", sa.String(64), unique=True))
ANSWER = b"x" * 1024
COUNTERS = 64


def create_app() -> Flask:
    """The yardstick as an application of its own, over a database of its own."""
    config = load()
    app = Flask(__name__)
    app.config.update(SQLALCHEMY_DATABASE_URI=config.database, BACKHAUL=config,
                      SQLALCHEMY_ENGINE_OPTIONS=engine_options(config.database, config.lock_seconds))
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        METADATA.create_all(db.engine)
        in_transaction(_fill)
    installation.apply(config)
    app.cli.add_command(serve)
    app.add_url_rule("/readyz", view_func=lambda: jsonify(status="ready"))
    app.add_url_rule("/bare", view_func=bare, methods=["POST"])
    return app


def _fill(connection: sa.Connection) -> None:
    if connection.execute(sa.select(sa.func.count()).select_from(COUNTER)).scalar() == 0:
        connection.execute(sa.insert(COUNTER), [{"id": number, "count": 0} for number in range(COUNTERS)])


def bare() -> Response:
    """Keep one code."""
    code, key = request.form["code"], request.form["scan_id"]
    in_transaction(lambda connection: _keep(connection, code, key))
    return Response(ANSWER, mimetype="text/html")


def _keep(connection: sa.Connection, code: str, key: str) -> None:
    which = int(key[-6:], 16) % COUNTERS
    count = connection.execute(sa.select(COUNTER.c.count).where(COUNTER.c.id == which)).scalar_one()
    connection.execute(sa.insert(SEEN).values(code=code, key=key))
    connection.execute(sa.update(COUNTER).where(COUNTER.c.id == which).values(count=count + 1))
