"""The desk's page of a parcel that nobody announced: note its label, see whose it may be, say it."""

from __future__ import annotations

import pytest

from tests.support import goods
from tests.support.pages import PageClient
from tests.support.people import actor
from workflow import receiving


@pytest.fixture
def alice(client_as) -> PageClient:
    return client_as("alice")


@pytest.fixture
def parcel_id(app) -> int:
    goods.announced(name="Petra Schneider")
    return receiving.put_aside(code="XYZ-1", by=actor("walt"))


def test_what_is_noted_leads_to_the_rma_and_one_press_says_it(alice: PageClient, parcel_id: int) -> None:
    rma = goods.announced(name="Юрий Щукин", country="RU")
    url = f"/desk/unidentified/{parcel_id}"
    assert "Nothing leads to an RMA yet" in alice.page(url)
    answer = alice.send(f"{url}/label", name="YURI SHCHUKIN", country="RU", weight="1,2 kg", postcode="", goods="")
    assert answer.status_code == 303
    html = alice.page(url)
    assert "name nearly the same" in html and "the same country" in html and rma.rma in html
    assert 'value="YURI SHCHUKIN"' in html and goods.parcel(parcel_id).weight_g == 1200
    assert "YURI SHCHUKIN" in alice.page("/desk/unidentified")
    assert alice.send(f"{url}/match", number=rma.rma).status_code == 303
    assert goods.parcel(parcel_id).rma_id == rma.rma_id


@pytest.mark.parametrize(("typed", "said"), [
    ({"name": "", "country": ""}, "Type at least one thing that stands on the label."),
    ({"name": "Kept Words", "country": "", "weight": "heavy"}, "This is no weight."),
    ({"name": "Kept Words", "country": "XX"}, "Not a valid choice"),
    ({"name": "Kept " + "x" * 300, "country": ""}, "300"),
])
def test_bad_input_gets_a_sentence_and_loses_nothing(alice: PageClient, parcel_id: int, typed: dict[str, str],
                                                     said: str) -> None:
    alice.page(f"/desk/unidentified/{parcel_id}")
    answer = alice.send(f"/desk/unidentified/{parcel_id}/label", **typed)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and said in html
    assert not typed["name"] or typed["name"] in html
    assert goods.parcel(parcel_id).weight_g is None


def test_a_parcel_that_is_matched_takes_no_label(alice: PageClient, parcel_id: int) -> None:
    rma = goods.announced()
    alice.page(f"/desk/unidentified/{parcel_id}")
    receiving.match(parcel_id=parcel_id, rma_id=rma.rma_id, by=actor("alice"))
    assert alice.send(f"/desk/unidentified/{parcel_id}/label", name="Wang Wei").status_code == 404
