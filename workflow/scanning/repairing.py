"""What scans mean at the bench."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa

from models.lifecycle import IN_OUR_HANDS, JobState, Stage
from models.log import Scan
from models.numbers import grouped
from models.places import Tablet
from workflow import benchwork, parts, quoting, repairing, serials, working
from workflow.errors import Refused
from workflow.scanning import again, answers, choosing, common, parts_coming
from workflow.scanning import repairing_cards as cards
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.scanning.elsewhere import somewhere_else
from workflow.scanning.here import Here
from workflow.scanning.resolving import Kind, Meaning
from workflow.sentences import Sentence, say
from workflow.signing_in import token_hash
from workflow.transaction import reading
from workflow.working import AT_WORK, ENDED, J, R, U, Work

KINDS = {"part_in": parts.ADD, "part_out": parts.REMOVE, "part_saved": parts.RECYCLE}


def unit(here: Here, meaning: Meaning) -> Answer:
    """A tag: its job is taken up, and what was in hand is parked."""
    return _one_of(here, meaning, *_find(here, U.c.id == meaning.id))


def serial(here: Here, meaning: Meaning) -> Answer:
    """A known serial: of a part just booked, else the unit that is this device."""
    if (here.question or {}).get("name") == "part_serial":
        return part_serial(here, meaning)
    found, other = _find(here, sa.and_(serials.may_be(meaning.id), U.c.stage.in_(sorted(IN_OUR_HANDS))))
    return _one_of(here, meaning, serials.which_is(meaning.id, found), other)


def rma(here: Here, meaning: Meaning) -> Answer:
    """An RMA's number: it stands for its units at the bench."""
    return _one_of(here, meaning, *_find(here, U.c.rma_id == meaning.id))


def order(here: Here, meaning: Meaning) -> Answer:
    return _one_of(here, meaning, *_find(here, R.c.order_id == meaning.id))


def _find(here: Here, which: sa.ColumnElement[bool]) -> tuple[list[Work], Work | None]:
    """The units meant, and what is in hand here, in one statement."""
    in_hand = here.open_id("job")
    read = working.read(here.connection, sa.or_(which, J.c.id == in_hand), fits=which)
    other = next((work for work in read if in_hand and work.job is not None and work.job.id == in_hand), None)
    return [work for work in read if work.fits], other


def _one_of(here: Here, meaning: Meaning, found: list[Work], other: Work | None) -> Answer:
    waiting = [work for work in found if _at_bench(work)]
    if len(waiting) == 1:
        return _come(here, waiting[0], other)
    if waiting:
        buttons = tuple(answers.Choice(cards.thing(work.unit, work.name), work.unit.tag, "tag")
                        for work in waiting[:8] if work.unit.tag)
        return answers.ask(say("Which one?"), thing=grouped(meaning.code), choices=buttons, open_now=here.keep(),
                           next=say("Scan the tag of the unit in your hand, or choose."))
    if len(found) == 1:
        return somewhere_else(here, found[0].unit, name=found[0].name, place=found[0].place)
    raise Refused(say("None of its units waits for a repair. Scan the tag of the unit in your hand."))


def _at_bench(work: Work) -> bool:
    return work.unit.stage is Stage.REPAIRING and work.job is not None and work.state not in ENDED


def _come(here: Here, work: Work, other: Work | None) -> Answer:
    if work.state is JobState.WAITING_CUSTOMER:
        return cards.waits(here, work)
    if work.state is JobState.WAITING_PARTS:
        return cards.ask_anyway(here, work)
    if work.state in AT_WORK and work.job.technician_id != here.by.staff_id:
        return cards.ask_take_over(here, work)
    return _take_up(here, work, other)


def _take_up(here: Here, work: Work, other: Work | None) -> Answer:
    other = other if other is not None and other.job.id != work.job.id else None
    in_hand = here.open_now.get("thing")
    work = repairing.take_up(work=work, other=other, by=here.by)
    return cards.present(here, work, also=((say("Parked"), in_hand),) if other and in_hand else ())


def _in_hand(here: Here) -> Work:
    job_id = here.open_id("job")
    if job_id is None:
        raise Refused(say("Scan the tag of the unit first."))
    return benchwork.of_job(here.connection, job_id)


def chosen(here: Here, meaning: Meaning) -> Answer:
    """A numbered button: what it means depends on the question that stands here."""
    name, code = choosing.taken(here, meaning)
    return CHOSEN[name](here, code)


def fault(here: Here, code: str) -> Answer:
    work = _in_hand(here)
    if code == choosing.MORE:
        return cards.ask_fault(here, work, choosing.next_page(here))
    return cards.present(here, repairing.name_fault(work=work, fault_code=code, by=here.by))


CHOSEN: dict[str, Callable[[Here, str], Answer]] = {"fault": fault}


def other_fault(here: Here, _meaning: Meaning) -> Answer:
    """FAULT: what is wrong with it."""
    work = _in_hand(here)
    benchwork.check_mine(work, here.by)
    return cards.ask_fault(here, work)


def start(here: Here, _meaning: Meaning) -> Answer:
    return cards.present(here, repairing.start(work=_in_hand(here), by=here.by))


def done(here: Here, _meaning: Meaning) -> Answer:
    work = repairing.done(work=_in_hand(here), by=here.by)
    return cards.left(here, work, say("To the check"), say("Put it on the cart for the check. Scan the next unit."),
                      "clipboard-check")


def cannot(here: Here, _meaning: Meaning) -> Answer:
    work = repairing.cannot(work=_in_hand(here), by=here.by)
    return cards.left(here, work, say("Not repaired"), say("Put it on a shelf: an agent decides. Scan the next unit."),
                      "ban")


def park(here: Here, meaning: Meaning) -> Answer:
    """PARK: another time; it stays this person's."""
    if here.open_id("job") is None:
        return common.put_aside(here, meaning)
    work = _in_hand(here)
    repairing.park(work=work, by=here.by)
    return cards.left(here, work, say("Parked"), cards.NEXT, "player-pause")


def part(here: Here, meaning: Meaning) -> Answer:
    """A spare part: waited for, taken out, saved or, without a question, put in; without a job, one that came."""
    name, job_id = (here.question or {}).get("name"), here.open_id("job")
    if job_id is None:
        return parts_coming.part(here, meaning)
    if name == "wait":
        return _wait(here, meaning.id)
    work = working.read_with_part(here.connection, job_id, meaning.id, here.by.site_id)
    kind = KINDS.get(name or "", parts.ADD)
    benchwork.check_can_finish(work, here.by)
    if kind == parts.ADD and not parts.on_hand(work):
        return cards.none_left(here, work)
    use_id, left = parts.use(work=work, kind=kind, by=here.by)
    added = work.parts + (kind == parts.ADD)
    return cards.booked(here, replace(work, parts=added), kind, use_id, left)


def wait_part(here: Here, _meaning: Meaning) -> Answer:
    """WAIT_PART: for the part that is out of stock, else for the one scanned next."""
    question = here.question or {}
    if question.get("name") == "wait" and question.get("part"):
        return _wait(here, question["part"])
    work = _in_hand(here)
    benchwork.check_mine(work, here.by)
    return cards.ask_part(here, work, "wait", say("Scan the part that is missing: its label in the drawer or its SKU."))


def _wait(here: Here, part_id: int) -> Answer:
    job_id = here.open_id("job")
    work = working.read_with_part(here.connection, job_id, part_id, here.by.site_id)
    work = parts.wait_for(work=work, part_id=part_id, by=here.by)
    return cards.left(here, work, say("Waits for part"),
                      say("Put it on the shelf for waiting jobs. Scan the next unit."), "hourglass",
                      also=((say("Part"), work.part.name),))


def part_in(here: Here, meaning: Meaning) -> Answer:
    """PART_IN: into the unit in hand; without one, into the drawer: parts have come."""
    if here.open_id("job") is None:
        return parts_coming.part_in(here, meaning)
    return _next_part(here, "part_in", say("Scan the part that you put in."))


def part_out(here: Here, _meaning: Meaning) -> Answer:
    return _next_part(here, "part_out", say("Scan the part that you took out."))


def part_saved(here: Here, _meaning: Meaning) -> Answer:
    return _next_part(here, "part_saved", say("Scan the good part that you saved. It goes back to stock."))


def _next_part(here: Here, name: str, step: Sentence) -> Answer:
    work = _in_hand(here)
    benchwork.check_can_finish(work, here.by)
    return cards.ask_part(here, work, name, step)


def part_serial(here: Here, meaning: Meaning) -> Answer:
    """The serial number of the part that was just booked."""
    parts.note_serial(use_id=here.question["use"], serial=meaning.serial, by=here.by)
    return cards.present(here, _in_hand(here), title=say("Serial noted"),
                         also=((say("Serial"), meaning.serial[:40]),))


def quote(here: Here, _meaning: Meaning) -> Answer:
    """QUOTE: what the customer would have to pay, typed on the card."""
    work = _in_hand(here)
    quoting.check_can_quote(work, here.by)
    booked = quoting.parts_price(here.connection, work)
    return cards.quote(here, work, {cards.PARTS: booked, cards.LABOUR: 0, cards.FREIGHT: 0})


def unmatched(here: Here, meaning: Meaning) -> Answer:
    """A code nobody knows: an amount typed on the card, the serial of a new part, else unknown."""
    name = (here.question or {}).get("name")
    prefix = next((prefix for prefix in cards.AMOUNTS if meaning.code.startswith(prefix)), None)
    if name == "quote" and prefix:
        return _amount(here, prefix, meaning.code.removeprefix(prefix))
    if name == "part_serial" and meaning.code:
        return part_serial(here, meaning)
    if name == parts_coming.COUNTED:
        return parts_coming.counted(here, meaning)
    return common.unknown(here, meaning)


def _amount(here: Here, prefix: str, typed: str) -> Answer:
    work = _in_hand(here)
    amounts = {**here.question["amounts"], prefix: quoting.in_minor(typed, work.currency or "")}
    return cards.quote(here, work, amounts)


def yes(here: Here, _meaning: Meaning) -> Answer:
    """YES: take the job up all the same, or send the quote."""
    question = here.question or {}
    if question.get("name") == "take_up":
        (work,), other = _find(here, U.c.id == question["unit"])
        return _take_up(here, work, other)
    if question.get("name") == "quote":
        return _send_quote(here, question["amounts"])
    if question.get("name") == parts_coming.COUNTED:
        return parts_coming.book(here, 1)
    raise Refused(say("No question stands here. Scan the thing you have in your hand."))


def _send_quote(here: Here, amounts: dict[str, int]) -> Answer:
    work = _in_hand(here)
    quoting.make_quote(work=work, parts_minor=amounts[cards.PARTS], labour_minor=amounts[cards.LABOUR],
                       freight_minor=amounts[cards.FREIGHT], by=here.by)
    waiting = benchwork.with_job(work, state=JobState.WAITING_CUSTOMER)
    return cards.left(here, waiting, say("Quote sent"),
                      say("Put it on the shelf for waiting jobs. Scan the next unit."), "mail")


def no(here: Here, meaning: Meaning) -> Answer:
    """NO to a question: the job in hand stands as before."""
    return _shown_again(here, common.said_no(here, meaning))


def undo(here: Here, meaning: Meaning) -> Answer:
    return again.undo(here, meaning, _shown_again)


def _shown_again(here: Here, said: Answer) -> Answer:
    """What was said, on the card of the job in hand."""
    here.open_now = said.open_now or {}
    job_id = here.open_id("job")
    found = working.read(here.connection, J.c.id == job_id) if job_id else []
    if not found or found[0].state not in AT_WORK or not _at_bench(found[0]):
        return said
    card = cards.present(here, found[0], title=said.title, result=said.result)
    return replace(card, icon=said.icon)


def job_in_hand(tablet_token: str | None) -> int | None:
    """The job that lies open on this tablet, for the pages beside the scan box."""
    t, s = Tablet.__table__, Scan.__table__
    with reading() as connection:
        open_now = connection.execute(
            sa.select(s.c.open_now).join(t, t.c.id == s.c.tablet_id).where(t.c.token_hash == token_hash(
                tablet_token or "")).order_by(s.c.tablet_no.desc()).limit(1)).scalar()
    return (open_now or {}).get("job")


STEPS = {
    Kind.UNIT: unit, Kind.SERIAL: serial, Kind.RMA: rma, Kind.ORDER: order, Kind.PART: part, Kind.UNKNOWN: unmatched,
    Command.FAULT: other_fault, Command.START: start, Command.DONE: done, Command.CANNOT: cannot, Command.PARK: park,
    Command.WAIT_PART: wait_part, Command.PART_IN: part_in, Command.PART_OUT: part_out,
    Command.PART_SAVED: part_saved, Command.QUOTE: quote, Command.YES: yes, Command.NO: no, Command.UNDO: undo,
    **dict.fromkeys([command for command in Command if command.choice is not None], chosen),
}
