"""The one scan box of every station, and the page it stands on."""

from __future__ import annotations

import secrets

from flask import Response, current_app, g, redirect, request

from blueprints import badges, guard, headers, languages
from blueprints.languages import text
from blueprints.responses import is_htmx, page, piece
from blueprints.scanning import cards, own_id
from blueprints.scanning.blueprint import blueprint
from blueprints.scanning.forms import ScanFields, moment
from blueprints.scanning.offline import MODULES
from models.lifecycle import StationKind
from workflow import stations, worklists
from workflow.errors import Conflict, NotAllowed, NotFound, NotSignedIn
from workflow.scanning import offline, protocol, sheets, tickets
from workflow.scanning.commands import DIGITS, Command
from workflow.sentences import say

TWO_YEARS = 2 * 365 * 86400
# What a kind of station has beyond its one page: the last part of the address, its word, its icon.
MORE_PAGES = {
    StationKind.BENCH: (("job", say("Job in hand"), "tool"), ("jobs", say("All jobs"), "list-check"),
                        ("parts", say("Parts"), "tools")),
    StationKind.PACKING: (("boxes", say("Boxes"), "packages"),),
}

# The commands that a worker always has as buttons: four under the thumb, the others beside the card.
COMMANDS = (Command.UNDO, Command.PARK, Command.PHOTO, Command.HELP, Command.LEAD, Command.AGAIN, Command.PRINT,
            Command.LOCK)
# With nothing in hand: looking for something, and what begins a work of its own at this kind of station.
BEGINNINGS = {StationKind.BENCH: (Command.FIND, Command.PART_IN)}


@blueprint.get("/stations")
@guard.staff()
def everywhere() -> Response:
    return page("scanning/stations.html", stations=stations.everywhere(), workers=stations.WORKERS)


@blueprint.get("/stations/<name>")
@guard.staff()
def station(name: str) -> Response:
    here = stations.by_name(name)
    token = request.cookies.get(guard.TABLET_COOKIE)
    fresh = stations.stand_at(here, token)
    response = page("scanning/station.html", **_page_values(here, fresh or token))
    response.headers["Content-Security-Policy"] = headers.STATION_POLICY
    if fresh:
        response.set_cookie(guard.TABLET_COOKIE, fresh, httponly=True, samesite="Lax", max_age=TWO_YEARS,
                            secure=current_app.config["BACKHAUL"].cookies_secure)
    return response


def _page_values(here: object, token: str | None) -> dict[str, object]:
    commands = (*COMMANDS, *BEGINNINGS.get(here.kind, (Command.FIND,)))
    last = protocol.last_card(by=g.me, tablet_token=token, station=here.name)
    return {"station": here, "card": _card(last) if last else None, "today_count": last.today if last else 0,
            "recent": protocol.recent(tablet_token=token, station=here.name), "fresh_scan_id": secrets.token_hex(16),
            "ticket": tickets.issue(session_token=request.cookies.get(guard.STAFF_COOKIE) or "",
                                    tablet_token=token or "", station=here.name),
            "commands": commands, "all_commands": _others(here.kind, commands), "digits": DIGITS,
            **_work(here),
            "more_pages": MORE_PAGES.get(here.kind, ()), "kept_commands": offline.kept_codes(here.kind),
            "badge_pattern": stations.badge_pattern(token), "pin_keys": list(badges.keys_at(token)),
            "photo_command": Command.PHOTO.code, "lock_command": Command.LOCK.code,
            "modules": (*MODULES, "offline", "paper", "settings")}


def _work(here: object) -> dict[str, object]:
    return {"queue": worklists.station_queue(here), "expected": worklists.expected(here),
            "most_counted": worklists.MOST_COUNTED}


@blueprint.get("/stations/<name>/work")
@guard.staff()
def work(name: str) -> Response:
    """What waits here and what is still to come, for a page that has been open for a while."""
    if not is_htmx():
        return redirect(f"/stations/{name}", 303)
    response = page("scanning/_work.html", **_work(stations.by_name(name)))
    response.headers["X-Work-At"] = request.path  # by this the page knows our server
    return response


def _others(kind: StationKind, shown: tuple[Command, ...]) -> list[Command]:
    """What else stands on this station's command sheet, its own first; the digits stand apart."""
    return [command for command in (*sheets.own(kind), *sheets.COMMON) if command not in shown]


def _card(taken: protocol.Taken) -> cards.Card:
    return cards.draw(taken, worklists.names_of(cards.people(taken.answer)),
                      worklists.customers_of(cards.rmas(taken.answer)))


@blueprint.post("/stations/<name>/scans")
@guard.by_scan
def scan(name: str) -> Response:
    """Take one scan. 200 for every scan that was stored; anything else means: not taken, send it again."""
    scanned = ScanFields.read(request.form)
    if fault := scanned.fault():
        return Response(text(fault), 422, mimetype="text/plain")
    try:
        taken = protocol.take(_request(name, scanned))
    except NotSignedIn:
        return Response("", 401)
    except tickets.BadTicket as refusal:
        return own_id.not_this_one(refusal, scanned.scan_id)
    except (NotAllowed, NotFound) as refusal:
        return Response(text(refusal.sentence), 403, mimetype="text/plain")
    except Conflict as refusal:
        return Response(text(refusal.sentence), 422, mimetype="text/plain")
    return _answer(name, taken)


def _request(name: str, scanned: ScanFields) -> protocol.Request:
    return protocol.Request(
        session_token=request.cookies.get(guard.STAFF_COOKIE) or "",
        tablet_token=request.cookies.get(guard.TABLET_COOKIE) or "", station=name,
        code=(scanned.prefix + scanned.code)[:protocol.LONGEST_CODE], scan_id=scanned.scan_id, re=scanned.re or None,
        scanned_at=moment(scanned.scanned_at), ticket=scanned.ticket, sent_at=moment(scanned.sent_at),
        kept=scanned.kept == "1", language=languages.chosen())


def _answer(name: str, taken: protocol.Taken) -> Response:
    if request.form.get("without_scripts"):
        return redirect(f"/stations/{name}", 303)
    languages.read_by(taken.language)  # the guard of this route is the scan itself: only now is it known who reads
    response = piece("scanning/_card.html", "draw", _card(taken))
    response.headers.extend({
        own_id.HEADER: taken.scan_id, "X-Scan-Result": taken.answer.result,
        "X-Scan-Goes-On": "yes" if taken.goes_on else "no", "X-Scan-Today": str(taken.today)})
    return response
