"""The folder of a backup: its manifest with the SHA-256 of every file in it, and copying by that."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1 << 20


class BadBackup(Exception):
    """A folder that is no whole backup; the text says what is wrong with it."""


@dataclass
class Manifest:
    """What a backup holds. `files` maps paths below the folder to SHA-256 in hexadecimal."""

    made_at: str
    engine: str
    schema: str
    movements: int
    head: str
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        write(folder / MANIFEST, json.dumps(asdict(self), indent=1, sort_keys=True).encode())


def read(folder: Path) -> Manifest:
    """The manifest of a backup.

    Raises:
        BadBackup: there is none, or it is of a later make.
    """
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**data)
    except (OSError, ValueError, TypeError):
        raise BadBackup(f"{folder} is no backup: it has no readable {MANIFEST}.") from None
    if manifest.format > FORMAT:
        raise BadBackup("This backup was made by a later version. Restore it with that version.")
    return manifest


def check(folder: Path, manifest: Manifest) -> None:
    """Raises BadBackup unless every file is there, unchanged, and below the folder."""
    for name, wanted in manifest.files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BadBackup(f"{name} would lie outside the backup.")
        if not path.is_file():
            raise BadBackup(f"{name} is missing from the backup.")
        if digest(path) != wanted:
            raise BadBackup(f"{name} was changed after the backup was made.")


def digest(path: Path) -> str:
    """SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(path: Path, content: bytes) -> None:
    """A new file that only we may read, on disk when this returns."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def copy_folder(source: Path, target: Path) -> dict[str, str]:
    """Copy all whole files below `source`. Returns path below `target` and SHA-256 of each.

    Files that are being written have a dot before their name. One that goes away meanwhile was deleted on purpose.
    """
    found = {}
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.name.startswith(".") or not path.is_file():
            continue
        name = path.relative_to(source)
        try:
            found[name.as_posix()] = copy(path, target / name)
        except FileNotFoundError:
            continue
    return found


def copy(source: Path, target: Path) -> str:
    """Copy one file and return its SHA-256; raises FileNotFoundError when it has gone."""
    with source.open("rb") as old:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
            sha = hashlib.sha256()
            while block := old.read(BLOCK):
                sha.update(block)
                new.write(block)
            new.flush()
            os.fsync(new.fileno())
    return sha.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make names in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
