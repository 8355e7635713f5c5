"""A logo, and the paper process beside a page that waits for it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from jobs import paper
from workflow import proofs


@pytest.fixture
def logo() -> BytesIO:
    """A blue PNG with a yellow spot, half of it transparent."""
    picture = Image.new("RGBA", (600, 200))
    ImageDraw.Draw(picture).rectangle((0, 0, 300, 200), fill="#0b5cad")
    ImageDraw.Draw(picture).ellipse((20, 40, 140, 160), fill="#ffd21f")
    file = BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    return file


@pytest.fixture
def paper_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for a proof makes it meanwhile."""
    monkeypatch.setattr(proofs, "pause", lambda _seconds: paper.make_next())
