"""What our cursor says of columns is what the driver's own says, also of a statement that is prepared."""

from __future__ import annotations

import psycopg
import pytest
import sqlalchemy as sa

from models.db import db
from workflow.transaction import reading

TIMES = 12  # after five psycopg prepares a statement, and sends it another way
ALIKE = [sa.text(text) for text in ("SELECT 1 AS hits, 2 AS expires_at", "SELECT 3 AS id, 4 AS message_id",
                                    "SELECT 'x' AS number, 'y' AS name")]
ON_POSTGRESQL = pytest.mark.parametrize("either_app", ["postgresql"], indirect=True)


@ON_POSTGRESQL
@pytest.mark.parametrize("statement", ["SELECT 1 AS one, 'x' AS \"zwei\", now() AS 三", "SELECT id, raw FROM scan",
                                       "UPDATE station SET name = name", "SET LOCAL lock_timeout = '1s'"])
def test_name_and_type_of_every_column(either_app, statement: str) -> None:
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        lean = driver.execute(statement).description
        own = psycopg.Cursor(driver).execute(statement).description
    assert lean == (own and [tuple(column)[:2] + (None,) * 5 for column in own])


@ON_POSTGRESQL
def test_rows_come_by_name(either_app) -> None:
    with db.engine.connect() as connection:
        row = connection.execute(sa.text("SELECT 1 AS one, '二' AS zwei")).one()
    assert (row.one, row.zwei) == (1, "二")


def test_statements_with_as_many_columns_keep_their_names(either_app) -> None:
    for _ in range(TIMES):
        with reading() as connection:
            assert [list(connection.execute(text).keys()) for text in ALIKE] == [
                ["hits", "expires_at"], ["id", "message_id"], ["number", "name"]]


@ON_POSTGRESQL
def test_one_text_may_have_columns_of_other_types(either_app) -> None:
    """Names are remembered by statement and types: what stands for a value may be a number or a text."""
    with db.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        for value in (7, "seven", 7, "seven"):
            with driver.cursor() as cursor:
                cursor.execute("SELECT %s AS value", (value,))
                assert cursor.description[0][0] == "value"
                assert cursor.description[0][1] == cursor.pgresult.ftype(0)
