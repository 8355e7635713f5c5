"""F9: the disk is full while tablets scan and photos come in; then there is room again, without a restart."""

from __future__ import annotations

import contextlib
import http.client
import io
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from models.all_tables import TABLES
from tests.conftest import SECRET
from tests.support import goods
from tests.support.http_tablet import HttpTablet
from tests.support.server import Server

SIZE_MB, PARCELS = 20, 200
SETTINGS = {"WEB_PROCESSES": "2", "RATE_LIMITS": "off", "SECRET_KEY": SECRET}
# A file system of its own, seen by the server alone: it is gone when the server is.
MOUNT = 'mount -t tmpfs -o size={size}m none "$0" && cp -r "$1"/. "$0" && shift && exec "$@"'
IN_SPACE_OF_ITS_OWN = ("unshare", "--user", "--map-root-user", "--mount")


@dataclass
class SmallDisk:
    """The server, and its small disk as it is seen from here."""

    server: Server
    folder: Path
    parcels: list[goods.Announced]

    def fill(self) -> None:
        """To the last byte. What the server has open can still be written over."""
        with (self.folder / "ballast").open("wb", buffering=0) as ballast:
            for size in (1_000_000, 4096, 1):
                while True:
                    try:
                        ballast.write(b"\0" * size)
                    except OSError:
                        break

    def free(self) -> None:
        (self.folder / "ballast").unlink()

    def files(self, below: str) -> list[Path]:
        return [path for path in (self.folder / below).rglob("*") if path.is_file()]

    def counts(self) -> dict[str, int]:
        """Rows of every table, in a copy: SQLite would look for the database outside the server's own space."""
        with tempfile.TemporaryDirectory() as aside:
            for path in self.folder.glob("backhaul.db*"):
                shutil.copy(path, aside)
            with contextlib.closing(sqlite3.connect(f"{aside}/backhaul.db")) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
                return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in TABLES}


@pytest.fixture
def disk(app: Flask, data_dir: Path, tmp_path: Path) -> Iterator[SmallDisk]:
    if subprocess.run([*IN_SPACE_OF_ITS_OWN, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield from _small_disk(data_dir, tmp_path)


def _small_disk(data_dir: Path, tmp_path: Path) -> Iterator[SmallDisk]:
    place, prepared = tmp_path / "disk", tmp_path / "prepared"
    place.mkdir()
    within = (*IN_SPACE_OF_ITS_OWN, "sh", "-c", MOUNT.format(size=SIZE_MB), str(place), str(prepared))
    server = Server(place, settings=SETTINGS, within=within)
    server.log_path = tmp_path / "serve.log"
    parcels = [goods.announced() for _ in range(PARCELS)]
    _copy(data_dir, prepared)
    with server:
        yield SmallDisk(server, Path(f"/proc/{server.process.pid}/root{place}"), parcels)


def _copy(data_dir: Path, prepared: Path) -> None:
    with sqlite3.connect(data_dir / "backhaul.db") as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(data_dir, prepared)


def send_photo(tablet: HttpTablet, parcel_id: int) -> int:
    """Upload a photo of a parcel as the photo page does. The answer's status."""
    picture, border = io.BytesIO(), "a-border-that-no-photo-holds"
    Image.effect_noise((1600, 1200), 90).save(picture, "JPEG", quality=90)
    parts = [f'--{border}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{tablet.token}\r\n'.encode(),
             f'--{border}\r\nContent-Disposition: form-data; name="photos"; filename="p.jpg"\r\n'
             "Content-Type: image/jpeg\r\n\r\n".encode(), picture.getvalue(), f"\r\n--{border}--\r\n".encode()]
    connection = http.client.HTTPConnection("127.0.0.1", tablet.port, timeout=30)
    connection.request("POST", f"/photos/of/parcel/{parcel_id}", b"".join(parts),
                       {**tablet.headers, "Content-Type": f"multipart/form-data; boundary={border}"})
    status = connection.getresponse().status
    connection.close()
    return status


def test_f9_the_disk_is_full_for_a_while(disk: SmallDisk) -> None:
    tablet, acknowledged = HttpTablet(disk.server.port), []
    codes = [rma.parcel for rma in disk.parcels]
    acknowledged.extend(tablet.scan(code).scan_id for code in codes[:20])
    disk.fill()
    refused = 0
    for code in codes[20:]:  # what is open already has a little room left
        status, headers, html = tablet.send_once(code, f"while-full-{code}")
        assert status in (200, 503), (status, html[:300])
        if status == 200:
            acknowledged.append(headers["X-Scan-Id"])
        else:
            assert int(headers["Retry-After"]) > 0 and "<h1" in html and "Traceback" not in html
            refused += 1
        if refused == 5:
            break
    assert refused == 5, "the disk was never full"
    assert tablet.ask("GET", "/stations/dock-1")[0] == 200, "reads still answer"
    assert tablet.ask("GET", "/returns")[0] == 200
    rows, files = disk.counts(), disk.files("files")
    assert send_photo(tablet, disk.parcels[0].parcel_id) == 503
    assert (disk.counts(), disk.files("files")) == (rows, files), "no half photo, no half anything"

    disk.free()
    answer = tablet.scan(code, f"while-full-{code}")
    assert answer.result == "ok"
    acknowledged.append(answer.scan_id)
    assert send_photo(tablet, disk.parcels[0].parcel_id) in (204, 303)
    after = disk.counts()
    assert after["photo"] == rows["photo"] + 1 and len(disk.files("files")) == len(files) + 1
    assert after["scan"] == len(acknowledged), "what was acknowledged is there, and nothing else"
    assert after["act"] - rows["act"] == 2, "one parcel, one photo"
