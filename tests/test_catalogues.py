"""Every text for customers exists in six languages, every text for staff in English and Chinese, places intact."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
EVERYTHING = ("app.py", "blueprints", "carriers", "channels", "commands", "jobs", "labels", "models", "notifications",
              "reference", "workflow", "templates")
FOR_CUSTOMERS = ("blueprints/portal", "templates/portal", "templates/errors", "templates/layouts/public.html",
                 "templates/layouts/_parts.html", "templates/layouts/base.html", "notifications", "labels",
                 "workflow/eligibility", *(f"workflow/{name}.py" for name in (
                     "requesting", "customer_words", "finding", "cancelling", "writing", "photos", "words",
                     "next_steps", "linking", "purchases", "quoted", "following", "public_parcels", "developing",
                     "drafts", "dangerous_goods", "customer_papers", "packing_coach", "packing_statements",
                     "stated_serials", "announcing", "customs_paper", "battery_mark_paper", "rows", "printing",
                     "quoting", "terms_words", "movement_details")))
PLACE = re.compile(r"%\((\w+)\)[sd]")


def collected(folder: Path, sources: tuple[str, ...]) -> Catalog:
    """What the code and the templates mark for translation now."""
    path = folder / "messages.pot"
    present = [source for source in sources if (ROOT / source).exists()]
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml", "-k",
                    "say", "-k", "_l", "-k", "lazy_gettext", "--no-location", "-o", str(path), *present],
                   cwd=ROOT, check=True)
    with path.open("rb") as file:
        return read_po(file)


def catalogue(language: str) -> Catalog:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize(("language", "sources"), [
    ("zh", EVERYTHING), *((language, FOR_CUSTOMERS) for language in ("de", "fr", "es", "ar"))])
def test_nothing_is_left_in_english(tmp_path: Path, language: str, sources: tuple[str, ...]) -> None:
    known = catalogue(language)
    missing = [message.id for message in collected(tmp_path, sources) if message.id
               and not (known.get(message.id) and known.get(message.id).string)]
    assert missing == []


@pytest.mark.parametrize("language", ["zh", "de", "fr", "es", "ar"])
def test_places_for_values_are_the_same(language: str) -> None:
    wrong = []
    for message in catalogue(language):
        if not message.id or isinstance(message.id, tuple):
            continue
        if set(PLACE.findall(message.id)) != set(PLACE.findall(message.string)):
            wrong.append(message.id)
    assert wrong == []
