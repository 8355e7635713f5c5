"""Labels as a printer would draw them: by a renderer of ZPL that is none of ours (tests/zpl_renderer), run by node."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).resolve().parent.parent / "zpl_renderer"
DOTS = {203: 8, 300: 12}
"""Dots a millimetre of the printers that are sold as 203 and 300 dpi."""


@dataclass(frozen=True)
class Sent:
    """What a printer of `dpi` gets, with labels of this size in it."""

    zpl: bytes
    page: tuple[float, float]
    dpi: int

    @property
    def width(self) -> float:
        """As the renderer counts, with whole dots a millimetre: a narrower label it would put in the middle."""
        return self.page[0] * self.dpi / 25.4 / DOTS[self.dpi]

    @property
    def height(self) -> float:
        """See width."""
        return self.page[1] * self.dpi / 25.4 / DOTS[self.dpi]


def drawn(sent: Sequence[Sent]) -> list[list[Image.Image]]:
    """The labels that come out for each, in grey; all in one run, which takes a second or two.

    Raises:
        RuntimeError: the renderer is not there; says how it comes.
    """
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules" / "zpl-renderer-js").is_dir():
        raise RuntimeError("The ZPL renderer is missing: python3 scripts/doctor.py --test, then npm ci --prefix "
                           "tests/zpl_renderer; `make test` does both.")
    asked = [{"zpl": one.zpl.decode("ascii"), "width": one.width, "height": one.height, "dots": DOTS[one.dpi]}
             for one in sent]
    done = subprocess.run([node, "draw.mjs"], cwd=FOLDER, input=json.dumps(asked), capture_output=True, check=True,
                          text=True, timeout=120)
    return [[Image.open(BytesIO(base64.b64decode(picture))).convert("L") for picture in label]
            for label in json.loads(done.stdout)]
