"""Addresses are written as the country of destination writes them, and no part of the place is lost."""

from __future__ import annotations

import pytest

from labels.address import Address, lines
from labels.errors import PaperError

CASES = [
    (Address("Hans", "Weg 1", "Köln", "50667", "DE", company="Krach GmbH"),
     ["Hans", "Krach GmbH", "Weg 1", "50667 KÖLN", "GERMANY"]),
    (Address("Bob", "1 Main St", "Springfield", "62701", "US", region="IL"),
     ["Bob", "1 Main St", "SPRINGFIELD, IL 62701", "UNITED STATES"]),
    (Address("Jo", "1 High St\nFlat 2", "London", "SW1A 1AA", "GB"),
     ["Jo", "1 High St", "Flat 2", "LONDON", "SW1A 1AA", "UNITED KINGDOM"]),
    (Address("李伟", "南京路88号", "上海市", "200001", "CN", region="上海市", district="黄浦区"),
     ["200001", "上海市黄浦区", "南京路88号", "李伟", "CHINA"]),
    (Address("Li Wei", "88 Nanjing Rd", "Shanghai", "200001", "CN", region="Shanghai"),
     ["Li Wei", "88 Nanjing Rd", "Shanghai", "200001", "CHINA"]),
    (Address("吉田", "神宮前1-2-3", "渋谷区", "150-0001", "JP", region="東京都"),
     ["〒150-0001", "東京都", "渋谷区", "神宮前1-2-3", "吉田", "JAPAN"]),
    (Address("Yoshida", "1-2-3 Jingumae", "Shibuya-ku", "150-0001", "JP", region="Tokyo"),
     ["Yoshida", "1-2-3 Jingumae", "Shibuya-ku, TOKYO", "150-0001", "JAPAN"]),
    (Address("علي", "شارع 1", "دبي", "", "AE"), ["علي", "شارع 1", "دبي", "UNITED ARAB EMIRATES"]),
    (Address("علي", "شارع 1", "دبي", "", "AE", region="دبي"), ["علي", "شارع 1", "دبي", "UNITED ARAB EMIRATES"]),
]


@pytest.mark.parametrize(("address", "written"), CASES, ids=lambda case: getattr(case, "country", ""))
def test_the_order_of_the_country(address: Address, written: list[str]) -> None:
    assert lines(address) == written


def test_greek_capitals_bear_no_accents() -> None:
    written = lines(Address("Ευάγγελος Άννα", "Οδός Ερμού 12", "Ηράκλειο", "71201", "GR"))
    assert "71201 ΗΡΑΚΛΕΙΟ" in "\n".join(written).replace("712 01", "71201") and "Οδός Ερμού 12" in written
    assert written[0] == "Ευάγγελος Άννα"
    dotted = lines(Address("Α", "Β 1", "Αΐδη", "71201", "GR"))
    assert any("ΑΪΔΗ" in line for line in dotted), "the diaeresis stays"


@pytest.mark.parametrize("country", ["", "XX", "Germany", "../x"])
def test_an_unknown_country_is_refused(country: str) -> None:
    with pytest.raises(PaperError, match="country"):
        lines(Address("a", "b", "c", "d", country))
