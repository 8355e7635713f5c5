"""After an upgrade a tablet runs the new scripts, all of them, at the first page that it opens."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.conftest import SECRET
from tests.road import test_without_network as away
from tests.support.browser_people import AtStation
from tests.support.server import ROOT, Server

COMPRESSED = shutil.ignore_patterns("*.br", "*.gz")  # made anew by an upgrade, as `make` does it
COPIED = {"app.py", "blueprints", "static"}  # what finds the static files by its own place; the rest stands beside
# The version of the scripts that the page runs: sound.js as every module of it imports it.
NEW = """async () => {
    const station = document.querySelector('script[src$="/station/station.js"]').src;
    return (await import(new URL("sound.js", station))).RELEASE ?? "old";
}"""
KEPT_NEW = """async () => {
    const names = await caches.keys();
    const texts = [];
    for (const name of names) {
        const cache = await caches.open(name);
        for (const request of await cache.keys())
            if (request.url.endsWith("/sound.js")) texts.push(await (await cache.match(request)).text());
    }
    return names.length === 1 && texts.length === 1 && texts[0].includes("RELEASE");
}"""


class Release(Server):
    """The server of a copy of the house, whose files may be changed."""

    def __init__(self, folder: Path, data_dir: Path) -> None:
        super().__init__(data_dir, settings={"SECRET_KEY": SECRET, "RATE_LIMITS": "off"})
        self.environment["PYTHONPATH"] = str(folder)
        self.folder = folder


def copy(folder: Path) -> Path:
    for source in (path for path in ROOT.iterdir() if not path.name.startswith(".")):
        if source.name not in COPIED:
            (folder / source.name).symlink_to(source)
        elif source.is_dir():
            shutil.copytree(source, folder / source.name, ignore=COMPRESSED)
        else:
            shutil.copy(source, folder)
    return folder


def test_scripts_of_two_versions_never_meet(tmp_path: Path, data_dir: Path, browser: Browser) -> None:
    """The page and the worker had the old ones, kept for ever; a scan works before and after."""
    folder = copy(tmp_path)
    with Release(folder, data_dir) as house:
        walt = AtStation(browser, house.url, "walt", "dock-1")
        page = walt.page
        page.wait_for_function(away.WORKER_HAS_PAGE)
        assert page.evaluate(NEW) == "old"
        house.kill()
        sound = folder / "static" / "js" / "station" / "sound.js"
        sound.write_text(sound.read_text() + "\nexport const RELEASE = \"new\";\n")
        page.reload()
        expect(page.locator("#card .st-title")).to_have_text("No network")  # the old shell, whole
        house.start()
        expect(page.locator(".bh-person-name")).to_have_text("Walt", timeout=30_000)
        assert page.evaluate(NEW) == "new"
        page.wait_for_function(KEPT_NEW, timeout=30_000)
        assert walt.scan("hello")
        walt.context.close()
