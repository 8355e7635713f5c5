#!/usr/bin/env python3
"""Checks what pip cannot install, and as root installs it. Only the standard library, any Python 3.

doctor.py [--test] [--only-check]    exit status 0: all there; 1: something is missing, and how to get it
"""

from __future__ import annotations

import argparse
import ctypes
import glob
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """One thing that must be there: what it is for, how to see it, and the Debian packages that bring it.

    `instead` tells whether there is something that will do where these packages cannot be had.
    """

    name: str
    purpose: str
    there: Callable[[], bool]
    packages: tuple[str, ...]
    instead: Callable[[], bool] = lambda: False


def library(soname: str) -> Callable[[], bool]:
    """Whether the dynamic linker finds `soname`; only loading it proves that."""
    def there() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True
    return there


def has_venv() -> bool:
    """Debian splits venv from Python: the module is there and its ensurepip is not."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def program(*paths: str) -> Callable[[], bool]:
    """Whether one of these can be started."""
    return lambda: any(os.access(path, os.X_OK) for path in paths)


def has_postgresql() -> bool:
    return bool(glob.glob("/usr/lib/postgresql/*/bin/initdb") or shutil.which("initdb"))


def has_qpdf() -> bool:
    return shutil.which("qpdf") is not None


CHROMIUM = program("/usr/bin/chromium", "/usr/bin/chromium-browser")
VENV_PACKAGE = "python3-venv" if sys.executable == "/usr/bin/python3" else "python3.%d-venv" % sys.version_info[1]

TO_RUN = (
    Need("Python's venv with pip", "install the libraries", has_venv, (VENV_PACKAGE,)),
    Need("Pango", "lay out labels and letters", library("libpango-1.0.so.0"), ("libpango-1.0-0",)),
    Need("Pango for FreeType", "draw text on paper", library("libpangoft2-1.0.so.0"), ("libpangoft2-1.0-0",)),
    Need("HarfBuzz subset", "embed Chinese fonts in 0.05 s instead of 3.4 s",
         library("libharfbuzz-subset.so.0"), ("libharfbuzz-subset0",)),
)
TO_TEST = (
    Need("Chromium", "test the screens", CHROMIUM, ("chromium",)),
    Need("Chromium's headless shell", "test the screens in three quarters of the time",
         program("/usr/bin/chromium-headless-shell"), ("chromium-headless-shell",), instead=CHROMIUM),
    Need("PostgreSQL's server", "test on both databases", has_postgresql, ("postgresql",)),
    Need("qpdf", "check the structure of printed papers", has_qpdf, ("qpdf",)),
    Need("Node.js with npm", "draw ZPL labels as a printer does", lambda: all(map(shutil.which, ("node", "npm"))),
         ("nodejs", "npm")),
    Need("ZBar", "read printed codes back", library("libzbar.so.0"), ("libzbar0",)),
)


def missing(needs: tuple[Need, ...]) -> list[Need]:
    return [need for need in needs if not need.there()]


def command_for(needs: list[Need]) -> list[str]:
    return ["apt-get", "install", "-y", "--no-install-recommends", *(p for need in needs for p in need.packages)]


def install(needs: list[Need]) -> None:
    """Install from Debian's archive; raises CalledProcessError."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print("doctor: installing", ", ".join(need.name for need in needs), flush=True)
    for command in (["apt-get", "update", "-q"], command_for(needs)):
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def explain(needs: list[Need]) -> None:
    """Say what is missing, what for, and the one command that brings it."""
    for need in needs:
        print(f"doctor: {need.name} is missing; it is needed to {need.purpose}.", file=sys.stderr)
    print("Run as root: apt-get update &&", " ".join(command_for(needs)), file=sys.stderr)


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true", help="also what the tests need")
    parser.add_argument("--only-check", action="store_true", help="install nothing")
    options = parser.parse_args()
    if sys.version_info < (3, 11):
        print("doctor: Python 3.11 or later is needed, this is", sys.version.split()[0], file=sys.stderr)
        return 1
    needs = TO_RUN + (TO_TEST if options.test else ())
    lacking = missing(needs)
    if lacking and may_install() and not options.only_check:
        try:
            install(lacking)
        except subprocess.CalledProcessError as error:
            print("doctor:", error, file=sys.stderr)
    lacking = [need for need in missing(needs) if not need.instead()]
    if lacking:
        explain(lacking)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
