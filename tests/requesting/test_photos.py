"""Photos: honest ones are taken and cleaned, hostile ones are refused with a sentence, nobody else sees them."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

import config
from models.log import Movement
from models.rma import Photo
from tests.requesting import hostile, shop
from workflow import clock, developing, drafts, installation, photos, storage
from workflow.actors import CUSTOMER, Actor
from workflow.errors import Busy, NotFound, Refused


def take(content: bytes, **of: int) -> bytes:
    """Take a photo and read back what is kept of it."""
    return photos.content(photos.take(io.BytesIO(content), by=CUSTOMER, **of))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """For what needs no database."""
    installation.apply(config.load({}, data_dir=str(tmp_path_factory.mktemp("darkroom"))))


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence(settings: None, name: str) -> None:
    with pytest.raises(Refused) as refused:
        developing.develop(hostile.REFUSED[name])
    assert len(str(refused.value.sentence)) > 20 and refused.value.field == "photos"


def test_a_refused_file_leaves_nothing_behind(app: Flask) -> None:
    for content in (hostile.EICAR, hostile.huge_png(50_000, 50_000)):
        with pytest.raises(Refused):
            take(content)
    assert shop.rows(Photo) == [] and not list(storage.older_than("photos", -9))


@pytest.mark.parametrize("name", hostile.HONEST)
def test_an_honest_photo_is_drawn_anew(settings: None, name: str) -> None:
    kept, _width, _height = developing.develop(hostile.HONEST[name])
    image = Image.open(io.BytesIO(kept))
    assert (image.format, image.mode, getattr(image, "n_frames", 1)) == ("JPEG", "RGB", 1)
    assert not image.getexif() and set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not [secret for secret in hostile.SECRETS if secret in kept]


def test_a_photo_that_lies_on_its_side_is_turned(app: Flask) -> None:
    image = Image.open(io.BytesIO(take(hostile.with_exif(orientation=6))))
    assert image.size == (200, 400)
    top, bottom = image.getpixel((100, 60)), image.getpixel((100, 340))
    assert top[2] > 200 > top[0] and bottom[0] > 200 > bottom[2]


@pytest.mark.parametrize("orientation", [0, 9, 255, 65535])
def test_a_nonsense_orientation_leaves_it_as_it_is(app: Flask, orientation: int) -> None:
    assert Image.open(io.BytesIO(take(hostile.with_exif(orientation)))).size == (400, 200)


def test_a_transparent_picture_stands_on_white(app: Flask) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert min(Image.open(io.BytesIO(take(out.getvalue()))).getpixel((20, 20))) > 250


def test_a_large_photo_is_made_smaller(app: Flask) -> None:
    image = Image.open(io.BytesIO(take(shop.picture(size=(6000, 3000)))))
    assert image.size == (2560, 1280)


def test_a_photo_over_the_limit_is_not_even_opened(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(developing, "develop", lambda _content: pytest.fail("opened"))
    with pytest.raises(Refused, match="12 MB"):
        take(b"\xff\xd8\xff" + b"\0" * 12_000_000)


MEASURE = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-I", sys.argv[1]], stdin=open(sys.argv[2], "rb"), stdout=subprocess.DEVNULL)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize(("kind", "size", "options"), [
    ("PNG", (8000, 6200), {"compress_level": 1}), ("JPEG", (8000, 6200), {"progressive": True}),
    ("WEBP", (6000, 4000), {"method": 0})])
def test_the_largest_that_we_take_fit_into_little_memory(tmp_path: Path, kind: str, size: tuple[int, int],
                                                         options: dict) -> None:
    """Measured from a small process, because a child's peak counts what its parent held when it began."""
    Image.new("RGB", size, "navy").save(tmp_path / "large", kind, **options)
    done = subprocess.run([sys.executable, "-c", MEASURE, str(developing.DARKROOM), str(tmp_path / "large")],
                          capture_output=True, text=True, check=True)
    status, most_kb = map(int, done.stdout.split())
    assert status == 0 and most_kb < 400_000


def test_the_name_is_ours_and_the_row_knows_the_content(app: Flask) -> None:
    take(shop.picture())
    (row,) = shop.rows(Photo)
    assert photos.storage.KEY.fullmatch(row.storage_key) and row.storage_key.startswith("photos/")
    assert (row.width, row.height, row.taken_by) == (320, 240, "customer") and len(row.sha256) == 64
    assert row.bytes == len(storage.get(row.storage_key))


def test_photos_are_noted_in_the_log_with_what_they_hold(app: Flask, people: dict[str, Actor]) -> None:
    rma_id = shop.ask(shop.buy())
    unit = shop.units(rma_id)[0]
    photo_id = photos.take(io.BytesIO(shop.picture()), by=people["walt"], unit_id=unit.id)
    (row,) = shop.rows(Photo)
    assert (row.rma_id, row.unit_id, row.taken_by) == (rma_id, unit.id, "staff")
    noted = shop.rows(Movement, Movement.what == "photo.taken")
    assert [move.codes for move in noted] == [f"photo:{photo_id} sha256:{row.sha256[:32]}"]
    assert [picture.id for picture in photos.of("unit", unit.id)] == [photo_id]


def test_a_photo_of_nothing_leaves_no_file_behind(app: Flask) -> None:
    with pytest.raises(NotFound):
        photos.take(io.BytesIO(shop.picture()), by=CUSTOMER, unit_id=99)
    assert not list(storage.older_than("photos", -9))


def test_too_many_at_once_are_told_to_come_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, done = threading.Event(), threading.Event()

    def slow(_content: bytes) -> tuple[int, bytes]:
        inside.set()
        done.wait(5)
        return 0, (1).to_bytes(4, "big") * 2 + b"jpeg"

    monkeypatch.setattr(developing, "_in_the_darkroom", slow)
    waiting = [threading.Thread(target=developing.develop, args=(b"x",)) for _ in range(3)]
    for thread in waiting:
        thread.start()
    inside.wait(5)
    for _ in range(50):
        if developing._room._value == 0:
            break
        threading.Event().wait(0.02)
    with pytest.raises(Busy):
        developing.develop(b"x")
    done.set()
    for thread in waiting:
        thread.join()
    assert developing._room._value == 3


def test_what_was_never_sent_is_thrown_away_after_a_day(app: Flask) -> None:
    old = photos.take(io.BytesIO(shop.picture()), by=CUSTOMER)
    shop.ask(shop.buy(), photo_ids=(photos.take(io.BytesIO(shop.picture()), by=CUSTOMER),))
    drafts.begin(1)
    with clock.at(clock.now() + shop.timedelta(hours=25)):
        fresh = photos.take(io.BytesIO(shop.picture()), by=CUSTOMER)
        assert photos.throw_away_old_drafts() == 1
    assert [row.id for row in shop.rows(Photo)] == [old + 1, fresh]
    assert len(list(storage.older_than("photos", -9))) == 2


def test_a_photo_that_is_attached_cannot_be_thrown_away(app: Flask) -> None:
    photo_id = photos.take(io.BytesIO(shop.picture()), by=CUSTOMER)
    shop.ask(shop.buy(), photo_ids=(photo_id,))
    photos.throw_away([photo_id])
    assert photos.content(photo_id)
