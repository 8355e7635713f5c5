"""A part's label comes from the list of parts and carries its number."""

from __future__ import annotations

from flask import Flask

from jobs.paper import make_next
from tests.labels.reading import by_zbar, by_zxing, pictures, text
from tests.repairing.benches import part
from workflow import printing


def test_a_label_is_printed_from_the_list_of_parts(app: Flask, client_as) -> None:
    one = part(3)
    address = f"/papers/part_label/{one.id}"
    assert f'href="{address}"' in client_as("tom").page("/stations/bench-1/parts")
    asked = printing.ask_for("part_label", one.id)
    assert make_next()
    content = printing.pdf(printing.again(asked.id))
    picture = pictures(content)[0]
    assert by_zxing(picture) == by_zbar(picture) == [one.code, one.code]
    assert one.name in text(content)
    assert client_as("tom").get(address).mimetype == "application/pdf"
