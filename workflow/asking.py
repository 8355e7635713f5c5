"""Asking the customer for more before deciding: one open question has a reminder and an end."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from models.lifecycle import Stage
from models.rma import Hold, Message, Question
from reference import phrases
from workflow import clock, installation, moves, rows
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.sentences import say
from workflow.statuses import ENDED
from workflow.transaction import act, reading

Q, H = Question.__table__, Hold.__table__
OPEN = (Q.c.answered_at.is_(None), Q.c.expired_at.is_(None))
AT_ONCE = 200


@act("question.asked")
def ask(doing: Doing, *, rma_id: int, reason: str, text: str = "", by: Actor) -> int:
    """Ask the customer. The words stand in the RMA's thread; without any, the reason's own sentence does.

    Args:
        reason: a code of reference information request reasons.
    Returns the question's id.

    Raises:
        Refused: the RMA has ended, or the same is asked already.
    """
    rma = rows.rma(doing, rma_id)
    _check_can_ask(doing, rma, reason)
    now, chosen = doing.now, installation.settings()
    question_id = doing.insert(
        Question, rma_id=rma_id, reason=reason, asked_at=now, remind_at=now + timedelta(days=chosen.reminder_days),
        expires_at=now + timedelta(days=chosen.request_expiry_days))
    body = text.strip() or phrases.info_request_reasons()[reason].text.say(rma.language)
    message_id = doing.insert(Message, rma_id=rma_id, author=by.kind, staff_id=by.staff_id, body=body, at=now)
    moves.note(doing, what="question.asked", rma_id=rma_id, codes=f"question:{question_id} reason:{reason}")
    _write(doing, "question_asked", rma_id, question_id, message_id=message_id, reason=reason)
    return question_id


def _check_can_ask(doing: Doing, rma: sa.Row, reason: str) -> None:
    if reason not in phrases.info_request_reasons():
        raise Refused(say("Choose a reason from the list."), field="reason")
    if rma.status in ENDED:
        raise Refused(say("This RMA has ended. Reopen an item first, or write a message."))
    if doing.scalar(sa.select(Q.c.id).where(Q.c.rma_id == rma.id, Q.c.reason == reason, *OPEN).limit(1)):
        raise Refused(say("The customer is asked this already. Wait for the answer, or ask something else."),
                      field="reason")


@act("question.reminded")
def remind(doing: Doing, *, question_id: int, by: Actor) -> None:
    """Ask again, once. Does nothing when it was answered, ended or reminded of meanwhile."""
    question = _open_question(doing, question_id)
    if question is None or question.reminded_at is not None:
        return
    doing.update(Question, question, reminded_at=doing.now)
    moves.note(doing, what="question.reminded", rma_id=question.rma_id, codes=f"question:{question_id}")
    _write(doing, "question_reminder", question.rma_id, question_id, reason=question.reason)


@act("question.expired")
def expire(doing: Doing, *, question_id: int, by: Actor) -> None:
    """No answer came in time: what was only requested expires with it. It can be reopened."""
    question = _open_question(doing, question_id)
    if question is None:
        return
    doing.update(Question, question, expired_at=doing.now)
    moves.note(doing, what="question.expired", rma_id=question.rma_id, codes=f"question:{question_id}")
    units = rows.units_at(doing, question.rma_id, Stage.REQUESTED)
    moves.move_units(doing, units, Stage.EXPIRED, what="unit.expired")
    if units:
        _write(doing, "expired", question.rma_id, question_id, unit_ids=[unit.id for unit in units])


def remind_due() -> int:
    """Remind of every question whose time has come. For the worker. Returns how many."""
    due = _due(Q.c.remind_at <= clock.now(), Q.c.reminded_at.is_(None), Q.c.expires_at > clock.now())
    for question_id in due:
        remind(question_id=question_id, by=SYSTEM)
    return len(due)


def expire_due() -> int:
    """End every question that waited too long, unless its RMA is on hold. For the worker. Returns how many."""
    held = sa.exists().where(H.c.rma_id == Q.c.rma_id, H.c.released_at.is_(None))
    due = _due(Q.c.expires_at <= clock.now(), ~held)
    for question_id in due:
        expire(question_id=question_id, by=SYSTEM)
    return len(due)


def _due(*which: sa.ColumnElement[bool]) -> list[int]:
    with reading() as connection:
        return list(connection.scalars(sa.select(Q.c.id).where(*OPEN, *which).order_by(Q.c.expires_at)
                                       .limit(AT_ONCE)))


def _open_question(doing: Doing, question_id: int) -> sa.Row | None:
    return doing.one(sa.select(Q).where(Q.c.id == question_id, *OPEN).with_for_update())


def _write(doing: Doing, letter: str, rma_id: int, question_id: int, **more: object) -> None:
    doing.letters = True
    doing.data = {"letter": letter, "rma_id": rma_id, "question_id": question_id, **more}
