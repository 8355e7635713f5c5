"""Files that somebody with bad intentions, or a broken telephone, would send as a photo."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.requesting.shop import picture

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="file:///etc/passwd"/></svg>'
SECRETS = (b"GPS-CANARY", b"OWNER-CANARY", b"COMMENT-CANARY", b"<script", b"PK\x03\x04", b"ICC-CANARY", b"XMP-CANARY")


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def huge_png(width: int, height: int, colour: int = 0) -> bytes:
    """A PNG that says it is so large; its rows are not all there, for nobody should come to read them."""
    header = struct.pack(">IIBBBBB", width, height, 1, colour, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def saved(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, kind, **options)
    return out.getvalue()


def jpeg_saying(width: int, height: int) -> bytes:
    """An honest JPEG whose header was changed to say another size."""
    content = bytearray(picture())
    at = content.index(b"\xff\xc0") + 5
    content[at:at + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def text_bomb() -> bytes:
    """A PNG with a compressed comment of 200 MB."""
    bomb = b"Comment\x00\x00" + zlib.compress(b"A" * 200_000_000, 9)
    honest = picture("PNG")
    return honest[:33] + chunk(b"zTXt", bomb) + honest[33:]


REFUSED: dict[str, bytes] = {
    "empty": b"", "one byte": b"\xff", "only a start": b"\xff\xd8\xff", "only png magic": b"\x89PNG\r\n\x1a\n",
    "svg": SVG, "svg with declaration": b'<?xml version="1.0"?>' + SVG,
    "html": b"<!doctype html><script>alert(1)</script>", "eicar": EICAR, "zip": b"PK\x03\x04" + b"\0" * 60,
    "pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>", "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "eps with preview": b"\xc5\xd0\xd3\xc6" + b"\0" * 64, "gif": saved("GIF"), "bmp": saved("BMP"),
    "tiff": saved("TIFF"),
    "ico": saved("ICO"), "ppm": saved("PPM"), "avif": saved("AVIF"), "tga": saved("TGA"), "pcx": saved("PCX"),
    "imagemagick": b"push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://example.com/x.jpg\"|ls \"-la)'\n",
    "php": b"<?php system($_GET['c']); ?>", "elf": b"\x7fELF\x02\x01\x01" + b"\0" * 60, "exe": b"MZ" + b"\0" * 60,
    "gif that begins as one and is code": b"GIF89a/*" + b"A" * 40 + b"*/=1;alert(1)",
    "html with jpeg magic": b"\xff\xd8\xff<script>alert(1)</script>", "mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 60,
    "broken heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\xff" * 400,
    "broken webp": b"RIFF\x40\0\0\0WEBPVP8 " + b"\xff" * 64,
    "png 50,000 x 50,000": huge_png(50_000, 50_000), "png strip 1,000,000 x 60": huge_png(1_000_000, 60),
    "png of 2 GB in one line": huge_png(2_000_000_000, 1), "jpeg saying 65,000 x 65,000": jpeg_saying(65_000, 65_000),
    "half a jpeg": picture()[:2000], "half a png": picture("PNG")[:-400], "png with a bomb in its comment": text_bomb(),
    "png without pixels": huge_png(0, 0),
    "noise": bytes(range(256)) * 40, "nul": b"\0" * 4096, "a long text": "请给我退款 ".encode() * 500,
}


def with_exif(orientation: int = 6) -> bytes:
    """A telephone's photo: place, owner, comment, and lying on its side."""
    image = Image.new("RGB", (400, 200), "red")
    image.paste("blue", (0, 0, 200, 200))
    exif = image.getexif()
    exif[0x0112], exif[0x013B], exif[0x010E] = orientation, "OWNER-CANARY", "COMMENT-CANARY"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[29] = "N", (51.0, 20.0, 0.0), "GPS-CANARY"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"COMMENT-CANARY <script>alert(1)</script>",
               icc_profile=b"ICC-CANARY" * 20,
               xmp=b"<x:xmpmeta>XMP-CANARY</x:xmpmeta>")
    return out.getvalue()


def png_with_text() -> bytes:
    info = PngInfo()
    info.add_text("Comment", "COMMENT-CANARY <script>alert(1)</script>")
    info.add_itxt("XML:com.adobe.xmp", "XMP-CANARY")
    return picture("PNG", pnginfo=info)


def heic() -> bytes:
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (320, 240), "green")).save(out, quality=60)
    return out.getvalue()


def many_frames(kind: str) -> bytes:
    frames = [Image.new("RGB", (64, 64), (n % 256, 0, 0)) for n in range(600)]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=10)
    return out.getvalue()


HONEST: dict[str, bytes] = {
    "jpeg": picture(), "progressive jpeg": picture(progressive=True), "png": picture("PNG"), "webp": picture("WEBP"),
    "heic": heic(), "jpeg with exif": with_exif(), "png with text": png_with_text(),
    "jpeg and a zip": picture() + b"PK\x03\x04" + b"\0" * 200,
    "jpeg and html": picture() + b"<script>alert(1)</script>",
    "png and php": picture("PNG") + b"<?php system('id') ?>", "animated webp, 600 frames": many_frames("WEBP"),
    "animated png, 600 frames": many_frames("PNG"), "grey": saved("JPEG"), "one pixel": picture("PNG", (1, 1)),
}
