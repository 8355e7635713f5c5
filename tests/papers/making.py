"""Papers as the paper process makes them: asked for, made, read back."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from jobs import paper
from tests.labels.reading import text
from workflow import photos, printing
from workflow.actors import SYSTEM


def made(kind: str, thing_id: int, language: str = "en") -> bytes:
    """The PDF of a paper; fails with the reason when it could not be made."""
    asked = printing.ask_for(kind, thing_id, language)
    while paper.make_next():
        pass
    done = printing.again(asked.id)
    assert done.state == printing.DONE, done.error
    return printing.pdf(done)


def words(kind: str, thing_id: int, language: str = "en") -> str:
    return text(made(kind, thing_id, language))


def take_photo(colour: str = "red", size: tuple[int, int] = (640, 480), **of: int) -> int:
    """A photo of a thing, of one colour."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    file.seek(0)
    return photos.take(file, by=SYSTEM, **of)
