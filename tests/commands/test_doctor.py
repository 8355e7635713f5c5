"""The doctor, run as the Makefile runs it, and its judgement of what is not there."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent.parent / "scripts" / "doctor.py"


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("doctor", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "doctor", module)
    spec.loader.exec_module(module)
    return module


def test_nothing_is_missing_where_the_tests_run() -> None:
    found = subprocess.run([sys.executable, SCRIPT, "--test", "--only-check"], capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "")


def test_a_missing_library_is_named_with_one_command(doctor: ModuleType, monkeypatch: pytest.MonkeyPatch,
                                                     capsys: pytest.CaptureFixture[str]) -> None:
    lost = doctor.Need("HarfBuzz subset", "embed fonts", doctor.library("libnowhere.so.0"), ("libharfbuzz-subset0",))
    monkeypatch.setattr(doctor, "TO_RUN", (lost, *doctor.TO_RUN))
    monkeypatch.setattr(doctor, "may_install", lambda: False)
    monkeypatch.setattr(sys, "argv", ["doctor.py"])
    assert doctor.main() == 1
    said = capsys.readouterr().err
    assert "HarfBuzz subset is missing" in said
    assert said.endswith("apt-get install -y --no-install-recommends libharfbuzz-subset0\n")


def test_an_installation_that_fails_is_not_taken_for_success(doctor: ModuleType,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    lost = doctor.Need("Pango", "lay out", doctor.library("libnowhere.so.0"), ("libpango-1.0-0",))
    asked = []
    monkeypatch.setattr(doctor, "TO_RUN", (lost,))
    monkeypatch.setattr(doctor, "may_install", lambda: True)
    monkeypatch.setattr(doctor, "install", asked.append)
    monkeypatch.setattr(sys, "argv", ["doctor.py"])
    assert doctor.main() == 1
    assert asked == [[lost]]


def test_what_does_as_well_is_enough_where_nothing_can_be_installed(doctor: ModuleType,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    lost = doctor.Need("Chromium's headless shell", "test", doctor.program("/nowhere"), ("chromium-headless-shell",),
                       instead=doctor.program(sys.executable))
    asked = []
    monkeypatch.setattr(doctor, "TO_RUN", (lost,))
    monkeypatch.setattr(doctor, "may_install", lambda: True)
    monkeypatch.setattr(doctor, "install", asked.append)
    monkeypatch.setattr(sys, "argv", ["doctor.py"])
    assert doctor.main() == 0
    assert asked == [[lost]]
