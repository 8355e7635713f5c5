"""What the goods check asks of which goods, and what the packer scans of what goes out new."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from models.lifecycle import Stage
from workflow import goods_checking
from workflow.scanning import faces

EVERYTHING = {"right_product", "right_variant", "right_plug", "serial_noted", "complete", "manual_language", "works",
              "safe", "battery_sound", "clean_box"}
OF_A_TOWEL = {"right_product", "right_variant", "complete", "safe", "clean_box"}


def asked(product: SimpleNamespace | None) -> set[str]:
    return {line.code for question in goods_checking.QUESTIONS for line in goods_checking.lines_of(question, product)}


def product(category: str, battery: str | None, *, serialised: bool = False) -> SimpleNamespace:
    return SimpleNamespace(category=category, battery=battery, serialised=serialised)


@pytest.mark.parametrize(("of", "lines"), [
    (None, EVERYTHING), (product("phone", "ion_in", serialised=True), EVERYTHING),
    (product("textile", "none"), OF_A_TOWEL), (product("textile", None), OF_A_TOWEL),
    (product("textile", "ion_in"), OF_A_TOWEL | {"battery_sound"}),
    (product("power_tool", None), EVERYTHING - {"serial_noted"}),
    (product("small_kitchen_appliance", None), EVERYTHING - {"serial_noted", "battery_sound"}),
    (product("power_tool", "none"), EVERYTHING - {"serial_noted", "battery_sound"}),
])
def test_a_towel_has_no_plug_and_no_battery(of: SimpleNamespace | None, lines: set[str]) -> None:
    assert asked(of) == lines


@pytest.mark.parametrize(("stages", "says"), [
    ([Stage.READY], faces.SCAN_EACH), ([Stage.READY, Stage.PROMISED], faces.SCAN_NEW), ([], faces.SCAN_EACH)])
def test_what_goes_out_new_is_scanned_by_its_barcode(stages: list[Stage], says: object) -> None:
    waiting = [SimpleNamespace(unit=SimpleNamespace(stage=stage)) for stage in stages]
    assert faces.scan_each(waiting) is says
