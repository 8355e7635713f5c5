"""A house that stands already gets its first station of the shelves by the migration, once."""

from __future__ import annotations

import sqlalchemy as sa

from migrations.upgrading import upgrade
from models.all_tables import TABLES


def test_a_house_that_stands_gets_its_station_and_an_empty_one_does_not(tmp_path) -> None:
    site, station = TABLES["site"], TABLES["station"]
    found = {}
    for name in ("standing", "empty"):
        engine = sa.create_engine(f"sqlite:///{tmp_path / name}.db")
        upgrade(engine, "0004")
        with engine.begin() as connection:
            if name == "standing":
                connection.execute(sa.insert(site).values(
                    id=7, code="LEJ1", name="Leipzig", company="H", street="T 1", city="Leipzig", region="",
                    postcode="04347", country="DE", time_zone="Europe/Berlin", chain_head="", chain_count=0))
        upgrade(engine)
        with engine.connect() as connection:
            found[name] = connection.execute(sa.select(station.c.name, station.c.kind, station.c.site_id)).all()
        engine.dispose()
    assert [(row.name, row.kind.value, row.site_id) for row in found["standing"]] == [("shelf-1", "shelving", 7)]
    assert found["empty"] == []
