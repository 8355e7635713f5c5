"""Run as a program of its own: a picture on standard input, a JPEG on standard output, little memory, a few seconds.

It imports nothing of ours. It answers width and height (4 bytes each, big-endian) and the JPEG; or exit status 1 and
one word: empty, format, pixels, broken.
"""

from __future__ import annotations

import contextlib
import io
import resource
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MEMORY_BYTES = 700_000_000
SECONDS = 15
MOST_PIXELS = 50_000_000
MOST_PIXELS_OF = {"WEBP": 24_000_000}  # its decoder keeps three pictures of the whole size
LONGEST_SIDE = 20_000
LONGEST_SIDE_KEPT = 2560
QUALITY = 85
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


class NotTaken(Exception):
    """The word says why."""


def format_of(content: bytes) -> str:
    """What the first bytes say it is. The name and the type that were sent with it do not count."""
    if content[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return "HEIF"
    raise NotTaken("format")


def develop(content: bytes) -> tuple[int, int, bytes]:
    """Width, height and a JPEG that holds nothing but the first picture, turned the right way up."""
    from PIL import Image, ImageOps

    kind = format_of(content)
    if kind == "HEIF":
        import pillow_heif
        pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(content), formats=[kind]) as picture:
        check_size(kind, *picture.size)
        if kind == "JPEG":  # decode at an eighth, a quarter or half where that is enough
            picture.draft("RGB", (LONGEST_SIDE_KEPT, LONGEST_SIDE_KEPT))
        picture.load()
        small = shrink(picture)
        with contextlib.suppress(Exception):  # a broken orientation leaves the picture as it lies
            small = ImageOps.exif_transpose(small)
        return finish(small)


def check_size(kind: str, width: int, height: int) -> None:
    if width * height > MOST_PIXELS_OF.get(kind, MOST_PIXELS) or max(width, height) > LONGEST_SIDE:
        raise NotTaken("pixels")


def shrink(picture: Picture) -> Picture:
    """At most 2560 pixels long. In place: a second large picture would not fit."""
    if picture.mode not in ("RGB", "RGBA", "L", "CMYK"):
        picture = picture.convert("RGBA" if "transparency" in picture.info or picture.mode in ("LA", "PA") else "RGB")
    picture.thumbnail((LONGEST_SIDE_KEPT, LONGEST_SIDE_KEPT), reducing_gap=2.0)
    return picture


def finish(picture: Picture) -> tuple[int, int, bytes]:
    from PIL import Image

    profile = picture.info.get("icc_profile")
    flat = as_srgb(picture, profile) if profile else None
    picture = flat or picture
    if picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    clean = picture.convert("RGB")
    clean.info.clear()
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True, exif=b"", icc_profile=None, comment=b"")
    return (*clean.size, out.getvalue())


def as_srgb(picture: Picture, profile: bytes) -> Picture | None:
    """Colours as they look, before the profile is dropped; None where the profile is of no use."""
    from PIL import ImageCms

    if picture.mode not in ("RGB", "CMYK"):
        return None
    try:
        return ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                                         ImageCms.createProfile("sRGB"), outputMode="RGB")
    except Exception:
        return None


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> int:
    warnings.simplefilter("ignore")
    content = sys.stdin.buffer.read()
    limit()
    try:
        width, height, jpeg = develop(content)
    except NotTaken as why:
        sys.stdout.write(str(why))
        return 1
    except Exception as error:
        sys.stdout.write("pixels" if "Decompression" in type(error).__name__ else "broken")
        return 1
    sys.stdout.buffer.write(width.to_bytes(4, "big") + height.to_bytes(4, "big") + jpeg)
    return 0


if __name__ == "__main__":
    sys.exit(main())
