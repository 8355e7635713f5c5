"""The scanner check tells keyboards apart; what it corrects is proven by our check digits, and nothing else is."""

from __future__ import annotations

import random
import string

import pytest

from models.numbers import Prefix, draw, is_valid
from reference.keyboards import AMERICAN, LAYOUTS, US, pairs
from workflow.scanning import layouts
from workflow.scanning.layouts import CALIBRATION, NO_ENTER, TWO_ENTERS, Case, Enter, Setting, diagnose, put_right

# What really arrives, key by key from pictures of the keyboards, not from our own tables.
ARRIVES = {
    "us": "Az-0123456789_qY/Wm;:?@#(&",
    "gb": "Az-0123456789_qY/Wm;:?\"£(&",
    "de": "Ayß0123456789?qZ-WmöÖ_\"§)/",
    "fr": "Qw)à&é\"'(-è_ç°aY!Z,mM§2356",
    "es": "Az'0123456789?qY-WmñÑ_\"·)/",
    "it": "Az'0123456789?qY-Wmòç_\"£)/",
    "se": "Az+0123456789?qY-WmöÖ_\"#)/",
    "no": "Az+0123456789?qY-WmøØ_\"#)/",
    "dk": "Az+0123456789?qY-WmæÆ_\"#)/",
    "tr": "Az*0123456789_qY.WmşŞ:'^)/",
    "cz": "Ay=é+ěščřžýáí%qZ-Wmů\"_2397",
    "sk": "Ay=é+ľščťžýáí%qZ-Wmô\"_2397",
    "hu": "Ayüö123456789ÜqZ-WméÉ_\"+)=",
    "ru": "Фя-0123456789_йН.ЦьжЖ,\"№(?",
    "jp": "Az-0123456789=qY/Wm;+?\"#)'",
}
BODIES = [draw(prefix) for prefix in Prefix]


def arrives(text: str, setting: Setting) -> str:
    return setting.before + layouts.typed(text, setting.layout, setting.case) + setting.after


@pytest.mark.parametrize("name", ARRIVES)
def test_each_keyboard_is_told_by_what_arrives(name: str) -> None:
    assert diagnose(ARRIVES[name]) == layouts.Diagnosis(Setting(name))


def test_a_scanner_that_types_right_is_fine() -> None:
    assert diagnose(CALIBRATION).fine and not diagnose(ARRIVES["de"]).fine


@pytest.mark.parametrize("name", pairs())
@pytest.mark.parametrize("case", Case)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("]C0", ""), ("", "#"), ("XX", "END")])
def test_keyboard_case_prefix_and_suffix_are_told_apart(name: str, case: Case, before: str, after: str) -> None:
    setting = Setting(name, case, before, after)
    if name == "fr" and after == "#":
        after = "~"  # another sign than those that this keyboard itself makes
    found = diagnose(arrives(CALIBRATION, setting))
    assert found.setting == setting and not found.lost


def test_german_caps_lock_as_windows_has_it() -> None:
    """It moves digits too, but not the key of “-” (CLDR, de-t-k0-windows, caps)."""
    found = diagnose("aY?=!\"§$%&/()ßQz-wMÖö_2397")
    assert (found.setting.layout, found.setting.case) == ("de", Case.SHIFT)


@pytest.mark.parametrize("name", ["us", "de", "fr", "cz"])
def test_lost_signs_are_counted(name: str) -> None:
    whole = layouts.typed(CALIBRATION, name)
    found = diagnose(whole[:5] + whole[7:12] + whole[13:])
    assert found.setting == Setting(name) and len(found.lost) == 3 and not found.fine


@pytest.mark.parametrize(("name", "place", "arrived"), [
    ("us", 7, "x"), ("us", 7, "55"), ("us", 18, "vm"), ("us", 12, "9z"), ("de", 7, "55"), ("cz", 5, "ěěě")])
def test_a_sign_that_arrives_wrong_or_twice_is_told(name: str, place: int, arrived: str) -> None:
    whole = layouts.typed(CALIBRATION, name)
    found = diagnose(whole[:place] + arrived + whole[place + 1:])
    assert found.setting == Setting(name) and found.wrong and not found.fine
    assert set(found.wrong) <= set(arrived + whole[place])


def test_the_end_of_the_code() -> None:
    german = ARRIVES["de"]
    assert diagnose(german + NO_ENTER).enter is Enter.NONE
    assert diagnose(german + german) == layouts.Diagnosis(Setting("de"), enter=Enter.NONE)
    assert diagnose(german + TWO_ENTERS).enter is Enter.TWICE
    assert diagnose(german + "\r\n").enter is Enter.ONCE


def test_a_keyboard_nobody_knows_is_said_to_be_unknown() -> None:
    strange = CALIBRATION.translate(str.maketrans("zqYWm", "ŵŷŝĝĵ"))
    assert diagnose(strange).setting is None


def foreign_codes() -> list[str]:
    chance = random.Random(7)
    signs = string.ascii_uppercase + string.digits
    plain = ["".join(chance.choices(signs, k=chance.randint(6, 34))) for _ in range(400)]
    near = [chance.choice("RPTSKBC") + "".join(chance.choices(string.digits, k=11)) for _ in range(1000)]
    digits = ["".join(chance.choices(string.digits, k=chance.choice((10, 12, 13, 20)))) for _ in range(400)]
    links = [f"https://id.gs1.org/01/0{chance.randrange(10**13):013d}/21/{code}" for code in plain[:50]]
    return plain + near + digits + links


FOREIGN = foreign_codes()


def test_no_other_code_is_taken_for_the_check() -> None:
    assert [code for code in FOREIGN if diagnose(code)] == []
    assert diagnose("") is None and diagnose("abcdefghijklmnopqrstuvwxyz0123456789") is None


@pytest.mark.parametrize("name", pairs())
def test_our_numbers_are_put_right(name: str) -> None:
    for case in Case:
        setting = Setting(name, case, "]C0", "#")
        found = diagnose(arrives(CALIBRATION, setting)).setting.as_data()
        for number in BODIES:
            got = arrives(number, setting)
            assert put_right(got, found) == number


@pytest.mark.parametrize("name", ["fr", "be", "cz", "sk", "hu", "lt"])
def test_caps_lock_may_be_pressed_after_the_check(name: str) -> None:
    for case in Case:
        got = layouts.typed(BODIES[0], name, case)
        assert got.upper() == BODIES[0] or put_right(got, Setting(name).as_data()) == BODIES[0]


@pytest.mark.parametrize("name", ["de", "fr", "cz"])
def test_the_link_on_a_box_is_put_right_too(name: str) -> None:
    number = draw(Prefix.PARCEL)
    got = layouts.typed(f"https://returns.example.com/P/{number}", name)
    assert put_right(got, Setting(name).as_data()) == number


@pytest.mark.parametrize("name", pairs())
def test_codes_of_others_stay_as_they_are(name: str) -> None:
    """Rewritten only if the code itself is, by chance, a valid number of ours; then it would have been one anyway."""
    setting = Setting(name)
    for code in FOREIGN:
        got = arrives(code, setting)
        assert put_right(got, setting.as_data()) in ({None, code} if is_valid(code) else {None})


@pytest.mark.parametrize("name", pairs())
def test_codes_read_well_stay_as_they_are_whatever_was_diagnosed(name: str) -> None:
    """The scanner was set right, or changed, after the check."""
    for code in FOREIGN + BODIES:
        assert put_right(code, Setting(name).as_data()) is None


def test_only_the_keyboard_that_was_diagnosed_is_undone() -> None:
    got = layouts.typed(BODIES[0], "fr")
    assert put_right(got, None) is None
    assert put_right(got, Setting().as_data()) is None
    for name in set(LAYOUTS) - {"fr"}:
        assert put_right(got, Setting(name).as_data()) in {None, BODIES[0]}
    assert put_right(got, Setting("cz").as_data()) is None


def test_a_misread_number_is_not_made_good() -> None:
    wrong = BODIES[0][:-1] + str((int(BODIES[0][-1]) + 1) % 10)
    assert put_right(layouts.typed(wrong, "fr"), Setting("fr").as_data()) is None


def test_the_check_has_no_sign_twice_and_no_keyboard_is_like_another() -> None:
    assert len(set(CALIBRATION)) == len(CALIBRATION) and set(CALIBRATION) <= set("".join(AMERICAN))
    every = [layouts.typed(CALIBRATION, name, case) for name in pairs() for case in Case]
    assert len(set(every)) == len(every) and US in pairs()
