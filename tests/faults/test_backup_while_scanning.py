"""F41: a backup of the real server while eight tablets scan, restored in an empty place: nothing answered is lost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from models.db import db
from models.log import Scan
from tests.faults.test_power_cuts import house, scanning  # noqa: F401 (a fixture)
from tests.support import goods
from tests.support.server import Server
from workflow import verifying
from workflow.transaction import reading

PARCELS = 1000


@pytest.mark.faults
@pytest.mark.parametrize("either_app", ["sqlite"], indirect=True)
def test_f41_during_a_thousand_scans(house: Server, either_app: Flask, tmp_path: Path) -> None:  # noqa: F811
    codes = [goods.announced().parcel for _ in range(PARCELS)]
    with scanning(house, codes) as answered:
        while len(answered) < PARCELS // 4:
            time.sleep(0.05)
        before = {answer.scan_id for answer in list(answered)}
        kept = either_app.test_cli_runner().invoke(args=["backup", str(tmp_path / "kept")])
        during = len(answered) - len(before)
    assert kept.exit_code == 0, kept.output
    assert during > 0, "nobody scanned during the backup: this run proves less than it should"
    everything = {answer.scan_id for answer in answered}
    place = create_app(data_dir=str(tmp_path / "empty"), rate_limits="off")
    with place.app_context():
        back = place.test_cli_runner().invoke(args=["restore", str(tmp_path / "kept")])
    assert back.exit_code == 0, back.output
    with place.app_context(), reading() as connection:
        scans = set(connection.execute(sa.select(Scan.__table__.c.scan_id)).scalars())
        assert before <= scans <= everything
        assert list(verifying.faults(connection)) == []
        db.engine.dispose()
