"""What our cursor says of columns is what the driver's own says."""

from __future__ import annotations

import psycopg
import pytest
import sqlalchemy as sa

from models.db import db

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
