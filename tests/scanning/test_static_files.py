"""Static files at addresses that name their version."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from blueprints import static_files


def test_any_change_of_a_file_is_another_version(tmp_path: Path) -> None:
    """Its contents and its name count; a compressed copy of it does not."""
    seen = [static_files.version.__wrapped__(tmp_path)]
    for name, text in (("a.js", "1"), ("a.js", "2"), ("b.js", "2")):
        (tmp_path / name).write_text(text)
        seen.append(static_files.version.__wrapped__(tmp_path))
    assert len(set(seen)) == 4
    (tmp_path / "a.js.gz").write_bytes(b"2")
    assert static_files.version.__wrapped__(tmp_path) == seen[-1]


def test_every_file_of_a_page_is_of_this_version(client_as) -> None:
    """Scripts, sheets, icons and what is fetched ahead: of two versions in one page one would not fit the other."""
    for login, path in ((None, "/sign-in"), ("walt", "/stations/dock-1"), ("lena", "/desk"), (None, "/offline/en"),
                        (None, "/returns")):
        html = client_as(login).get(path, follow_redirects=True).get_data(as_text=True)
        found = re.findall(r"/static/[^\"' #?]+", html)
        assert found and not [address for address in found if not address.startswith(static_files.prefix() + "/")]


@pytest.mark.parametrize(("version", "kept"), [
    (static_files.version(), static_files.FOR_EVER), ("0123456789ab", "no-cache"), ("", "max-age=0, public")],
    ids=["this", "another", "none"])
def test_only_this_version_is_kept_without_asking(client_as, version: str, kept: str) -> None:
    client, path = client_as(), f"/static{version and '/'}{version}/js/station/queue.js"
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, kept)
    assert answer.get_data() == (static_files.FOLDER / "js/station/queue.js").read_bytes()
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]}) if "ETag" in answer.headers else \
        client.get(path, headers={"If-Modified-Since": answer.headers["Last-Modified"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, kept)


def test_what_is_not_there_is_not_kept(client_as) -> None:
    for path in (f"{static_files.prefix()}/js/none.js", f"{static_files.prefix()}/../app.py", "/static/app.py"):
        answer = client_as().get(path)
        assert answer.status_code == 404 and "immutable" not in answer.headers.get("Cache-Control", "")
