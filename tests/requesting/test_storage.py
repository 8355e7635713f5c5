"""The store: whole files or none, under names that lead nowhere else."""

from __future__ import annotations

import errno
import os

import pytest
from flask import Flask

from workflow import installation, storage
from workflow.errors import Busy, NotFound


def test_what_is_put_is_there_until_it_is_deleted(app: Flask) -> None:
    storage.put("photos/ab/abc.jpg", b"one")
    storage.put("photos/ab/abc.jpg", b"two")
    assert storage.get("photos/ab/abc.jpg") == b"two"
    storage.delete("photos/ab/abc.jpg")
    storage.delete("photos/ab/abc.jpg")
    with pytest.raises(NotFound):
        storage.get("photos/ab/abc.jpg")


@pytest.mark.parametrize("key", ["../secret_key", "photos/../../secret_key", "/etc/passwd", "photos/a\0.jpg",
                                 "photos//a.jpg", "photos/.hidden.jpg", "photos\\a.jpg",
                                 "", "a.jpg", "photos/a.jpg/../b.jpg"])
def test_a_name_leads_nowhere_else(app: Flask, key: str) -> None:
    for use in (storage.get, storage.delete, lambda name: storage.put(name, b"x")):
        with pytest.raises(NotFound):
            use(key)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_keeps_nothing_by_halves(app: Flask, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    storage.put("photos/ab/abc.jpg", b"before")

    def full(_handle: int) -> None:
        raise OSError(number, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Busy):
        storage.put("photos/ab/abc.jpg", b"after")
    assert storage.get("photos/ab/abc.jpg") == b"before"
    folder = installation.settings().folder / "files" / "photos" / "ab"
    assert [path.name for path in folder.iterdir()] == ["abc.jpg"]


def test_only_the_house_may_read_the_files(app: Flask) -> None:
    storage.put("photos/ab/abc.jpg", b"x")
    path = installation.settings().folder / "files" / "photos" / "ab" / "abc.jpg"
    assert path.stat().st_mode & 0o077 == 0
