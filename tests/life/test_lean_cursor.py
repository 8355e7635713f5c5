"""What a PostgreSQL cursor says of its columns is that of its own statement, also when it is a prepared one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.db import db
from workflow.transaction import reading

TIMES = 12  # after five psycopg prepares a statement, and sends it another way
ALIKE = [sa.text(text) for text in ("SELECT 1 AS hits, 2 AS expires_at", "SELECT 3 AS id, 4 AS message_id",
                                    "SELECT 'x' AS number, 'y' AS name")]


def test_statements_with_as_many_columns_keep_their_names(either_app) -> None:
    for _ in range(TIMES):
        with reading() as connection:
            assert [list(connection.execute(text).keys()) for text in ALIKE] == [
                ["hits", "expires_at"], ["id", "message_id"], ["number", "name"]]


@pytest.mark.parametrize("either_app", ["postgresql"], indirect=True)
def test_one_text_may_have_columns_of_other_types(either_app) -> None:
    """Names are remembered by statement and types: what stands for a value may be a number or a text."""
    with db.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        for value in (7, "seven", 7, "seven"):
            with driver.cursor() as cursor:
                cursor.execute("SELECT %s AS value", (value,))
                assert cursor.description[0][0] == "value"
                assert cursor.description[0][1] == cursor.pgresult.ftype(0)
