"""Labels that say more than a number: ISO 15434, SN: and IMEI:, Australia Post, Codabar, long and short forms."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from models.catalogue import DeviceSerial, Product
from models.parcels import Parcel
from models.rma import Hold, Unit
from tests.scanning.test_any_code import announce
from tests.scanning.test_exact_match_first import kinds
from tests.support import goods
from tests.support.goods import Announced
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import announcing, searching
from workflow.importing.values import LineIn, ShipmentIn
from workflow.recognising.recognising import recognise, tracking_value
from workflow.scanning.commands import Command
from workflow.transaction import in_transaction, reading

GS, RS, EOT = "\x1d", "\x1e", "\x04"
SERIAL = "AB-1234.567"
LABELS = {"ISO 15434": f"[)>{RS}06{GS}1PM-100{GS}S{SERIAL}{GS}{RS}{EOT}", "SN": f"SN:{SERIAL}", "S/N": f"s/n: {SERIAL}",
          "Serial No.": f"Serial No.: {SERIAL}", "GS1": f"]d20104006381333931{'21'}{SERIAL}"}
AUSTRALIA = "33XXX000000101000930806"
# Each is another barcode (or print) of one label: the first is what people and carriers' pages use.
OF_ONE_LABEL = {
    "9400111201080805483016": ["420221539400111201080805483016", "420221531234 9400 1112 0108 0805 4830 16"],
    "779017972697": ["1001921334250001000300779017972697", "9622001900000000000000779017972697"],
    "106141412345678908": ["00106141412345678908", "(00)106141412345678908"],
    "00340434161094015902": ["340434161094015902"],
}


def sold(serial: str = SERIAL) -> Announced:
    rma = goods.announced(serials=True)
    u, d = Unit.__table__, DeviceSerial.__table__
    product = sa.select(u.c.product_id).where(u.c.id == rma.unit_ids[0]).scalar_subquery()
    in_transaction(lambda connection: connection.execute(
        sa.update(d).where(d.c.product_id == product).values(serial=serial)))
    return rma


def holds() -> int:
    with reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(Hold.__table__)).scalar_one()


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
def test_a_sold_thing_is_found_by_its_label(app: Flask, dock: TabletAt, label: str) -> None:
    rma = sold()
    assert kinds(app, label) == ["serial"]
    assert str(dock.scan(rma.parcel, label).title) == "Arrived"
    assert goods.unit(rma.unit_ids[0]).serial_seen == SERIAL


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
def test_it_answers_the_question_for_the_serial_number(dock: TabletAt, label: str) -> None:
    rma = sold()
    assert str(dock.scan(rma.parcel, rma.skus[0]).title) == "Scan its serial"
    assert str(dock.scan(label).title) == "Serial fits"
    assert goods.unit(rma.unit_ids[0]).serial_seen == SERIAL and holds() == 0


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
def test_of_a_thing_nobody_sold_the_serial_number_alone_is_noted(dock: TabletAt, label: str) -> None:
    rma = goods.announced(serials=True)
    assert str(dock.scan(rma.parcel, rma.skus[0], label).title) == "Wrong serial"
    assert goods.unit(rma.unit_ids[0]).serial_seen == SERIAL


@pytest.mark.parametrize("label", [LABELS["ISO 15434"], LABELS["SN"], "IMEI:353879234252633",
                                   "IMEI 1: 35 387923 425263 3"])
def test_without_a_box_it_is_no_parcels_number(dock: TabletAt, label: str) -> None:
    with reading() as connection:
        before = connection.execute(sa.select(sa.func.count()).select_from(Parcel.__table__)).scalar_one()
    assert str(dock.scan(label).title) == "No parcel number"
    with reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(Parcel.__table__)).scalar_one() == before


def test_a_product_in_such_a_label_is_the_product(dock: TabletAt) -> None:
    rma = goods.announced()
    in_transaction(lambda connection: connection.execute(
        sa.update(Product.__table__).where(Product.__table__.c.sku == rma.skus[0]).values(sku="M-100")))
    assert str(dock.scan(rma.parcel, f"[)>{RS}06{GS}1PM-100{GS}Q5{RS}{EOT}").title) == "Arrived"


@pytest.mark.parametrize(("raw", "kind", "value"), [
    (f"[)>{RS}06{GS}Q5{GS}4LDE{RS}{EOT}", "unknown", None),
    (f"[)>{RS}06{GS}JJD014600008123456789{RS}{EOT}", "tracking", None),
    ("IMEI:353879234252633", "imei", "353879234252633"), ("IMEI2: 353879234252633", "imei", "353879234252633"),
    ("IMEI:353879234252634", "unknown", None), ("SN:", "unknown", None), ("SNOW:1234", "unknown", None),
    (f"]C10199312650999998{'91'}{AUSTRALIA}", "tracking", AUSTRALIA),
    (f"019931265099999891{AUSTRALIA}", "tracking", AUSTRALIA),
    (f"]d20199312650999998{'91'}{AUSTRALIA}{GS}4203000", "tracking", AUSTRALIA),
    (f"(01)99312650999998(91){AUSTRALIA}", "tracking", AUSTRALIA),
])
def test_what_it_is(raw: str, kind: str, value: str | None) -> None:
    seen = recognise(raw)
    assert seen.kind == kind and value in (None, seen.value), seen


def test_a_parcel_of_australia_post_by_its_own_number(dock: TabletAt) -> None:
    rma = goods.announced()
    announce(rma.parcel_id, AUSTRALIA)
    assert str(dock.scan(f"]C10199312650999998{'91'}{AUSTRALIA}").title) == "Received"


@pytest.mark.parametrize("letters", ["AA", "BD", "ab", "Cd"])
def test_the_start_and_stop_letters_of_codabar(dock: TabletAt, letters: str) -> None:
    rma = goods.announced()
    announce(rma.parcel_id, "123456789012")
    assert str(dock.scan(f"{letters[0]}123456789012{letters[1]}").title) == "Received"


@pytest.mark.parametrize(("short", "long"), [(short, one) for short, longs in OF_ONE_LABEL.items() for one in longs])
@pytest.mark.parametrize("stored", ["short", "long"])
def test_whichever_was_announced_each_barcode_finds_it(dock: TabletAt, stored: str, short: str, long: str) -> None:
    rma = goods.announced()
    announcing.set_tracking(parcel_id=rma.parcel_id, tracking=short if stored == "short" else long, by=actor("alice"))
    for code in (long, short):
        assert dock.scan(code).result in ("ok", "repeat"), code
    assert goods.parcel(rma.parcel_id).received_at and goods.parcel(rma.parcel_id).tracking in OF_ONE_LABEL | {
        "340434161094015902": None}
    with reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).where(Parcel.__table__.c.unidentified)).scalar_one() == 0


@pytest.mark.parametrize("number", ["1Z999AA10123456784", "3318810025", "RB123456785GB", "A" * 30,
                                    "12345678901234567890", "00340434161094015902"])
def test_other_numbers_are_kept_as_they_are(number: str) -> None:
    assert tracking_value(number) == number


def test_what_a_shop_sends_is_kept_in_the_same_form() -> None:
    long, short = "420221539400111201080805483016", "9400111201080805483016"
    line = LineIn(sku="A", quantity=1, unit_price_minor=1, tracking=long)
    assert ShipmentIn(tracking=long).tracking == line.tracking == short


def test_searching_finds_it_by_either(dock: TabletAt) -> None:
    rma = goods.announced()
    announcing.set_tracking(parcel_id=rma.parcel_id, tracking="779017972697", by=actor("alice"))
    for typed in ("779017972697", "1001921334250001000300779017972697"):
        assert rma.rma_id in {row.id for row in searching.search(typed).rmas}, typed


def test_a_command_is_never_a_label(dock: TabletAt) -> None:
    assert dock.scan(f"SN:{Command.UNDO.code}").result != "ok"
