"""What a preview of a paper shows: goods and customers whose names and addresses are hard to set. Nobody is real.

The values are as workflow/paper_values.py reads them of real things. Their numbers carry right check digits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.places import Site
from reference.paper_templates import HOUSE, PAPERS
from workflow import installation, papers_addresses
from workflow.errors import NotFound
from workflow.sentences import Sentence, say
from workflow.transaction import reading

RMA, PARCEL, TAG = "R48392017526", "P73920184693", "T20485716394"
DAY, TERM = "2026-11-22", "2027-11-22"
AT, CHECKED_AT = f"{DAY}T14:05:00+00:00", "2026-11-23T09:00:00+00:00"
Sheet = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Who the paper is for: how the form calls them, their address, their goods and their own words."""

    title: Sentence
    address: dict[str, str]
    product: str
    words: str
    accessory: str


PEOPLE: dict[str, Person] = {
    "german": Person(say("German, with very long words"), {
        "name": "Prof. Dr. Maximilian-Alexander Freiherr von Hohenstein-Donauwörth",
        "street": "Rindfleischetikettierungsstraße 114 b\nHinterhaus, 3. Obergeschoss links",
        "city": "Schmedeswurtherwesterdeich", "region": "", "postcode": "25724", "country": "DE"},
        "Siebträger-Espressomaschine mit Mahlwerk und Milchschaumdüse, 230 V", "Läuft aus – viel.", "Netzkabel"),
    "arabic": Person(say("Arabic"), {
        "name": "عبد الرحمن بن محمد بن عبد العزيز آل سعود", "street": "شارع الملك فهد، مبنى 12، الطابق 3",
        "city": "الرياض", "region": "", "postcode": "11564", "country": "SA"},
        "ماكينة إسبريسو مع مطحنة (230 V)", "لا تسخن، والماء يتسرب.", "كابل الطاقة"),
    "thai": Person(say("Thai"), {
        "name": "สมชายศักดิ์สิทธิ์ วงศ์สวัสดิ์", "street": "99/9 ถนนพระรามที่ 4 แขวงปทุมวัน", "city": "เขตปทุมวัน",
        "region": "กรุงเทพมหานคร", "postcode": "10330", "country": "TH"},
        "เครื่องชงกาแฟเอสเปรสโซ", "เครื่องไม่ร้อน", "สายไฟ"),
    "japanese": Person(say("Japanese"), {
        "name": "𠮷田 髙橋", "street": "銀座四丁目5番11号 山田ビル3階", "city": "中央区", "region": "東京都",
        "postcode": "104-0061", "country": "JP"},
        "エスプレッソマシン", "温まりません。", "電源コード"),
    "chinese": Person(say("Chinese"), {
        "name": "欧阳上官司马诸葛", "street": "南京西路1788号静安嘉里中心二期32层3205室", "city": "静安区",
        "region": "上海市", "postcode": "200040", "country": "CN"},
        "半自动意式浓缩咖啡机（带磨豆器和奶泡器）", "加热不了，漏水。", "电源线"),
    "longest": Person(say("A name of 300 characters"), {
        "name": " ".join(["Maria del Carmen y Borbón"] * 12)[:300],
        "street": "12 bis, rue du Faubourg Saint-Honoré", "city": "Paris", "region": "", "postcode": "75008",
        "country": "FR"},
        " ".join(["Machine à expresso avec broyeur, buse vapeur et réservoir amovible de 1,8 litre"] * 3),
        "Elle ne chauffe plus.", "Câble"),
}
STRICTEST = "longest"
"""Whose papers have the least room left: a template that fits here fits."""


def sheets(kind: str, person: str) -> list[Sheet]:
    """What stands on the preview of a kind of paper, for one of PEOPLE. Raises NotFound."""
    if kind not in _SHEETS or person not in PEOPLE:
        raise NotFound(say("There is no such preview. Choose one from the list."))
    with reading() as connection:
        ours = papers_addresses.of_site(connection, connection.execute(sa.select(sa.func.min(Site.id))).scalar_one())
    return [_SHEETS[kind](PEOPLE[person], ours)]


def kinds(paper: str) -> list[str]:
    """The kinds of a paper that can be shown; of the house, those of all papers."""
    shown = PAPERS.values() if paper == HOUSE else [PAPERS[paper]]
    return [kind for template in shown for kind in template.kinds if kind in _SHEETS]


def _buyer(person: Person) -> dict[str, Any]:
    texts = {name: person.address[name] for name in ("name", "street", "city", "region")}
    return papers_addresses.with_latin(texts, person.address["postcode"], person.address["country"])


def _return_label(person: Person, ours: Sheet) -> Sheet:
    return {"to": ours, "sender": _buyer(person), "rma": RMA, "parcel": PARCEL,
            "public_url": installation.settings().public_url, "box": 2, "boxes": 12, "carrier": "DHL"}


def _inside_slip(person: Person, _ours: Sheet) -> Sheet:
    return {"rma": RMA, "customer": person.address["name"], "accessories": [person.accessory, "USB-C"],
            "items": [{"product": person.product, "sku": "AB-300", "quantity": 1, "serials": ["SN-4829"]},
                      {"product": "Milk frother", "sku": "MF-20", "quantity": 1, "serials": []}]}


def _packing_slip(person: Person, ours: Sheet) -> Sheet:
    unit = {"accessories": [person.accessory], "left_out": ["USB-C"], "never_came": [], "done": ["repair"],
            "price_minor": 4990}
    return {"parcel": PARCEL, "to": _buyer(person), "sender": ours, "order": "402-99", "packed_on": DAY, "units": [
        {**unit, "product": person.product, "serial": "SN-4829", "sku": "AB-300", "rma": RMA},
        {**unit, "product": "Milk frother", "serial": "", "sku": "MF-20", "rma": RMA, "done": [], "left_out": []}]}


def _priced_slip(person: Person, ours: Sheet) -> Sheet:
    return {**_packing_slip(person, ours), "show_prices": True, "currency": "EUR"}


def _repair_report(person: Person, ours: Sheet) -> Sheet:
    return {"product": person.product, "ended": AT, "company": ours["name"], "repaired": True, "tag": TAG,
            "sku": "AB-300", "rma": RMA, "order": "402-99", "serial_in": "SN-4829", "serial_out": "SN-4830",
            "reported": "", "words": [person.words], "fault": "E04", "cause": "", "diagnosis": "R12 = 0 Ω",
            "work": "R12 → 4.7 kΩ", "technician": "staff:3", "tested": CHECKED_AT, "checker": "staff:4",
            "parts": [{"name": person.accessory, "sku": "HE-230", "serial": "E77", "quantity": 2, "put_in": True},
                      {"name": "O-ring", "sku": "OR-8", "serial": "", "quantity": 1, "put_in": False}],
            "tests": [{"text": "230 V", "passed": True, "value": "93 °C"}], "before": [], "after": [],
            "more_photos": 0, "warranty_until": TERM, "voucher": []}


def _voucher(person: Person, ours: Sheet) -> Sheet:
    return {"number": f"{TAG}-7", "tag": TAG, "product": person.product, "months": 12, "starts": DAY, "until": TERM,
            "company": ours["name"], "sku": "AB-300", "serial": "SN-4830", "rma": RMA, "fault": person.words,
            "parts": [person.accessory, "O-ring", "R12", "C7", "D3", "F1", "K2"],
            "page_url": f"{installation.settings().public_url}/returns"}


def _credit_note(person: Person, ours: Sheet) -> Sheet:
    return {"number": f"{RMA}-12", "day": DAY, "rma": RMA, "kind": "refund", "amount_minor": 4990, "currency": "EUR",
            "seller": ours, "buyer": _buyer(person), "order": "402-99", "ordered": "2026-10-01",
            "product": person.product, "sku": "AB-300", "serial": "SN-4829", "price_minor": 5990,
            "reference": "TX-88", "corrects": f"{RMA}-11"}


def _handover(_person: Person, ours: Sheet) -> Sheet:
    return {"parcel": PARCEL, "carrier": "DHL", "tracking": "JD0146", "company": ours["name"], "site": ours["city"],
            "rma": RMA, "items": 2, "weight_g": 2450, "handed_over": AT, "by": "staff:3", "station": "packing-1"}


_SHEETS: dict[str, Callable[[Person, Sheet], Sheet]] = {
    **dict.fromkeys(("return_label_a4", "return_label_4x6", "return_label_a6"), _return_label),
    "inside_slip": _inside_slip, "packing_slip_plain": _packing_slip,
    "packing_slip_priced": _priced_slip, "repair_report": _repair_report, "warranty_voucher": _voucher,
    "credit_note": _credit_note, "handover": _handover,
}
