"""The paper of a carrier claim: all that the carrier asks for, the photos small enough to send, no customer's name."""

from __future__ import annotations

import os
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from jobs import paper
from models.lifecycle import Stage
from tests.claiming.test_carrier_claims import claim_of, damaged_box
from tests.labels.reading import text
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import carrier_claims, claim_paper, photos, printing
from workflow.errors import NotFound
from workflow.scanning.commands import Command
from workflow.transaction import reading

LARGEST = 5_000_000


@pytest.fixture
def rma(app) -> goods.Announced:
    """A damaged box of two, one of which was taken out; beside it another damaged box."""
    damaged_box(TabletAt("walt"), price_minor=77700)
    dock = TabletAt("walt")
    found = damaged_box(dock, units=2, price_minor=2550, name="Xaver Quendelmoos")
    dock.scan(found.skus[0], Command.BOX_DONE)
    return found


def photograph(about: goods.Announced, colour: str = "", *, unit: bool = False) -> None:
    """A photo of one colour, else of noise."""
    file, size = BytesIO(), (1200, 900)
    picture = Image.new("RGB", size, colour) if colour else Image.frombytes("RGB", size, os.urandom(1200 * 900 * 3))
    picture.save(file, "JPEG", quality=95)
    file.seek(0)
    thing = {"unit_id": about.unit_ids[0]} if unit else {"parcel_id": about.parcel_id}
    photos.take(file, by=actor("walt"), **thing)


def printed(about: goods.Announced, language: str = "en") -> bytes:
    asked = printing.ask_for("carrier_claim", claim_of(about).id, language)
    while paper.make_next():
        pass
    return printing.pdf(printing.again(asked.id))


def pictures(content: bytes) -> list[tuple[int, int]]:
    """The sizes of the photos in it, each once: pages share what they show. A barcode is no photo."""
    found = {image.data: image.image.size for page in PdfReader(BytesIO(content)).pages for image in page.images}
    return [size for size in found.values() if size[1] >= 600]


def test_all_that_the_carrier_asks_for_stands_on_it(rma: goods.Announced) -> None:
    photograph(rma, "red")
    photograph(rma, "navy", unit=True)
    content = printed(rma)
    words = text(content)
    for wanted in ("UPS", "1Z999AA10123456784", "€51.00", "€25.50", "Not in the box", "Not inspected yet", "dock-1",
                   "To be filed by", "Damage noted", rma.skus[0], "Photo 2"):
        assert wanted in words, wanted
    assert rma.rma in words.replace(" ", "") and "777" not in words.replace(rma.rma, "")
    assert "Quendelmoos" not in words
    assert pictures(content) == [(900, 675)] * 2
    assert goods.unit(rma.unit_ids[1]).stage is Stage.MISSING


def test_what_was_filed_is_another_paper(rma: goods.Announced) -> None:
    before = printed(rma)
    carrier_claims.file(claim_id=claim_of(rma).id, amount="40", currency="EUR", reference="C-77",
                        without_photos="box_gone", by=actor("alice"))
    after = text(printed(rma))
    assert "€40.00" not in text(before) and "No photo was taken." in after
    assert "€40.00" in after and "C-77" in after and "Answer due by" in after
    assert "提交于" in text(printed(rma, "zh"))


def test_it_stays_small_enough_to_send(rma: goods.Announced) -> None:
    for _ in range(claim_paper.MOST_PHOTOS + 1):
        photograph(rma)  # nothing compresses worse
    content = printed(rma)
    assert len(content) < LARGEST, len(content)
    assert len(pictures(content)) == claim_paper.MOST_PHOTOS and "1 more photo can be sent" in text(content)


def test_a_parcel_that_nobody_knows_has_a_claim_without_amounts(app) -> None:
    dock = TabletAt("walt")
    parcel_id = dock.scan("1Z999AA10123456784").photo_of[1]
    dock.scan(Command.DAMAGED)
    claim = next(claim for claim in carrier_claims.listed() if claim.claim.parcel_id == parcel_id)
    asked = printing.ask_for("carrier_claim", claim.claim.id)
    while paper.make_next():
        pass
    words = text(printing.pdf(printing.again(asked.id)))
    assert "Nothing is known to be in it." in words and "€" not in words


def test_no_claim_is_no_paper(app) -> None:
    with reading() as connection:
        assert claim_paper.sheets(connection, 999_999, "en") == []
    with pytest.raises(NotFound):
        printing.ask_for("carrier_claim", 999_999)


def test_the_page_offers_it_to_the_desk_alone(rma: goods.Announced, client_as) -> None:
    printed(rma)
    url = f"/papers/carrier_claim/{claim_of(rma).id}"
    assert url in client_as("alice").page(f"/desk/carrier-claims/{claim_of(rma).id}")
    assert client_as("mia").get(url).mimetype == "application/pdf"
    assert client_as("walt").get(url).status_code == 403
