"""The words and the moves of the road, as pure data. The only place where a lifecycle is written.

docs/lifecycle.md is drawn from here (`flask draw-lifecycle`); nothing here knows a database or a request.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do; several can stand with one person."""

    AGENT = "agent"
    DOCK = "dock"
    INSPECTOR = "inspector"
    TECHNICIAN = "technician"
    CHECKER = "checker"
    PACKER = "packer"
    LEAD = "lead"
    MANAGER = "manager"
    ADMIN = "admin"
    # Actors that are nobody's person.
    CUSTOMER = "customer"
    SYSTEM = "system"
    PARTNER = "partner"


STAFF_ROLES = (Role.AGENT, Role.DOCK, Role.INSPECTOR, Role.TECHNICIAN, Role.CHECKER, Role.PACKER,
               Role.LEAD, Role.MANAGER, Role.ADMIN)
FLOOR_ROLES = (Role.AGENT, Role.DOCK, Role.INSPECTOR, Role.TECHNICIAN, Role.CHECKER, Role.PACKER)


class Stage(StrEnum):
    """Where on the road a unit is."""

    REQUESTED = "requested"
    EXPECTED = "expected"
    PROMISED = "promised"
    ARRIVED = "arrived"
    INSPECTED = "inspected"
    REPAIRING = "repairing"
    CHECKING = "checking"
    READY = "ready"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    STOCKED = "stocked"
    DISPOSED = "disposed"
    KEPT = "kept"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    MISSING = "missing"
    LOST = "lost"
    VOIDED = "voided"


class RmaKind(StrEnum):
    RETURN = "return"
    WARRANTY = "warranty"
    WITHDRAWAL = "withdrawal"
    DELIVERY = "delivery"
    RECALL = "recall"


class RmaStatus(StrEnum):
    """Worked out by `rma_status`, stored only so that lists are fast."""

    REQUESTED = "requested"
    APPROVED = "approved"
    COMING = "coming"
    IN_WORK = "in_work"
    GOING = "going"
    SETTLING = "settling"
    CLOSED = "closed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Grade(StrEnum):
    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Coverage(StrEnum):
    COVERED = "covered"
    NOT_COVERED = "not_covered"
    IN_PART = "in_part"


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REFUSED = "refused"


class Resolution(StrEnum):
    """What the customer gets."""

    REPAIR = "repair"
    REPLACEMENT = "replacement"
    EXCHANGE = "exchange"
    REFUND = "refund"
    PARTIAL_REFUND_KEEP = "partial_refund_keep"
    STORE_CREDIT = "store_credit"
    SENT_BACK = "sent_back"
    NONE = "none"


class Ground(StrEnum):
    """Why a resolution may be given. All but INSPECTED need an agent with a coded reason."""

    INSPECTED = "inspected"
    KEPT = "kept"
    MISSING = "missing"
    LOST = "lost"
    CLAIM = "claim"
    ADVANCE = "advance"
    WITHDRAWAL = "withdrawal"
    PLATFORM = "platform"
    RECALL = "recall"


class Disposition(StrEnum):
    """What becomes of the goods."""

    REPAIR = "repair"
    TO_CUSTOMER = "to_customer"
    STOCK_AS_NEW = "stock_as_new"
    STOCK_OPEN_BOX = "stock_open_box"
    REFURBISH = "refurbish"
    VENDOR = "vendor"
    LIQUIDATE = "liquidate"
    DONATE = "donate"
    SCRAP = "scrap"


class Owner(StrEnum):
    CUSTOMER = "customer"
    US = "us"


class OutReason(StrEnum):
    REPAIR = "repair"
    REPLACEMENT = "replacement"
    EXCHANGE = "exchange"
    LOAN = "loan"
    PART = "part"
    AS_IS = "as_is"


class PlaceKind(StrEnum):
    CUSTOMER = "customer"
    PARCEL = "parcel"
    SHELF = "shelf"
    STATION = "station"
    PARTNER = "partner"
    WAREHOUSE = "warehouse"
    GONE = "gone"


class StationKind(StrEnum):
    DOCK = "dock"
    INSPECTION = "inspection"
    BENCH = "bench"
    CHECK = "check"
    PACKING = "packing"
    SHELVING = "shelving"


class Found(StrEnum):
    """What the count of a shelf says of one thing."""

    THERE = "there"
    FOREIGN = "foreign"
    MISSING = "missing"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    TRANSFER = "transfer"


class ParcelState(StrEnum):
    ANNOUNCED = "announced"
    MOVING = "moving"
    DELIVERED = "delivered"
    RECEIVED = "received"
    OPENED = "opened"
    EMPTIED = "emptied"
    LOST = "lost"
    REFUSED = "refused"
    HANDED_BACK = "handed_back"
    PACKING = "packing"
    CLOSED = "closed"
    HANDED_OVER = "handed_over"
    RETURNING = "returning"
    SENT = "sent"


class JobState(StrEnum):
    QUEUED = "queued"
    DIAGNOSING = "diagnosing"
    WORKING = "working"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_PARTS = "waiting_parts"
    DONE = "done"
    UNREPAIRABLE = "unrepairable"
    DECLINED = "declined"


class SettlementKind(StrEnum):
    REFUND = "refund"
    CREDIT = "credit"
    FEE = "fee"
    CHARGE = "charge"


class SettlementState(StrEnum):
    PLANNED = "planned"
    APPROVED = "approved"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    VOID = "void"


class ClaimState(StrEnum):
    """Where a carrier claim stands: to be filed, filed, and how it ended."""

    OPEN = "open"
    FILED = "filed"
    PAID = "paid"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class Move:
    """One allowed step: from (None is entry), to, and who may take it."""

    start: StrEnum | None
    end: StrEnum
    roles: frozenset[Role]


Table = dict[tuple[StrEnum | None, StrEnum], Move]

S, P, J, M, R = Stage, ParcelState, JobState, SettlementState, Role


def _table(*rows: tuple[object, object, tuple[Role, ...]]) -> Table:
    """Spell out rows of (from or several, to or several, roles); the lead may do what the floor may."""
    moves: Table = {}
    for starts, ends, roles in rows:
        allowed = frozenset(roles) | ({Role.LEAD} if set(roles) & set(FLOOR_ROLES) else set())
        for start in starts if isinstance(starts, tuple) else (starts,):
            for end in ends if isinstance(ends, tuple) else (ends,):
                before = moves.get((start, end))
                moves[start, end] = Move(start, end, allowed | (before.roles if before else frozenset()))
    return moves


# The law above the table: a physical fact is never refused, so nearly every stage may become `arrived`.
UNIT_MOVES: Table = _table(
    (None, S.REQUESTED, (R.CUSTOMER, R.AGENT, R.SYSTEM)),
    (None, S.EXPECTED, (R.SYSTEM, R.PARTNER)),
    (None, S.PROMISED, (R.AGENT, R.SYSTEM)),
    (None, S.ARRIVED, (R.DOCK,)),
    (S.REQUESTED, (S.EXPECTED, S.DECLINED), (R.AGENT, R.SYSTEM)),
    (S.REQUESTED, S.KEPT, (R.AGENT,)),
    (S.REQUESTED, S.CANCELLED, (R.CUSTOMER, R.AGENT)),
    (S.REQUESTED, S.EXPIRED, (R.SYSTEM,)),
    (S.EXPECTED, S.MISSING, (R.DOCK,)),
    (S.EXPECTED, S.LOST, (R.AGENT, R.SYSTEM)),
    (S.EXPECTED, (S.KEPT, S.DECLINED), (R.AGENT,)),
    (S.EXPECTED, S.CANCELLED, (R.CUSTOMER, R.AGENT)),
    (S.EXPECTED, S.EXPIRED, (R.SYSTEM,)),
    ((S.REQUESTED, S.EXPECTED, S.DECLINED, S.CANCELLED, S.EXPIRED, S.MISSING, S.LOST, S.KEPT, S.SHIPPED),
     S.ARRIVED, (R.DOCK,)),
    ((S.EXPECTED, S.MISSING), S.ARRIVED, (R.AGENT,)),  # "is unit X": what lies here as an extra is this one
    ((S.DECLINED, S.CANCELLED, S.EXPIRED), (S.EXPECTED, S.REQUESTED), (R.AGENT,)),
    (S.ARRIVED, S.INSPECTED, (R.INSPECTOR,)),
    (S.ARRIVED, S.MISSING, (R.DOCK,)),
    (S.INSPECTED, (S.REPAIRING, S.READY, S.STOCKED, S.DISPOSED), (R.INSPECTOR, R.AGENT)),
    (S.REPAIRING, S.CHECKING, (R.TECHNICIAN,)),
    (S.REPAIRING, S.INSPECTED, (R.TECHNICIAN, R.CUSTOMER, R.SYSTEM)),
    (S.CHECKING, (S.READY, S.STOCKED, S.REPAIRING, S.INSPECTED), (R.CHECKER,)),
    (S.PROMISED, S.READY, (R.PACKER,)),
    (S.PROMISED, S.CANCELLED, (R.AGENT,)),
    (S.READY, S.PACKED, (R.PACKER,)),
    (S.READY, S.INSPECTED, (R.PACKER, R.AGENT)),
    (S.PACKED, (S.SHIPPED, S.READY), (R.PACKER,)),
    (S.SHIPPED, S.DELIVERED, (R.SYSTEM, R.PARTNER, R.AGENT)),
    (S.STOCKED, (S.INSPECTED, S.DISPOSED), (R.LEAD,)),
    ((S.ARRIVED, S.INSPECTED, S.REPAIRING, S.CHECKING, S.READY, S.PACKED, S.SHIPPED, S.STOCKED),
     S.LOST, (R.LEAD, R.AGENT)),
    ((S.REQUESTED, S.EXPECTED, S.PROMISED, S.MISSING, S.EXPIRED, S.ARRIVED), S.VOIDED, (R.DOCK, R.AGENT)),
)

PARCEL_MOVES: dict[Direction, Table] = {
    Direction.IN: _table(
        (None, P.ANNOUNCED, (R.CUSTOMER, R.AGENT, R.SYSTEM)),
        (None, P.MOVING, (R.AGENT, R.SYSTEM)),  # nobody sent it off to us: a carrier brings back what it had
        (None, P.RECEIVED, (R.DOCK,)),
        (P.ANNOUNCED, (P.MOVING, P.DELIVERED, P.LOST), (R.SYSTEM, R.PARTNER, R.AGENT)),
        (P.ANNOUNCED, P.REFUSED, (R.CUSTOMER, R.AGENT, R.SYSTEM, R.DOCK)),  # the dock: another one came instead
        (P.MOVING, (P.DELIVERED, P.LOST), (R.SYSTEM, R.PARTNER, R.AGENT)),
        (P.MOVING, P.REFUSED, (R.AGENT, R.SYSTEM, R.DOCK)),  # another one was it
        (P.DELIVERED, P.LOST, (R.SYSTEM, R.AGENT)),
        ((P.ANNOUNCED, P.MOVING, P.DELIVERED, P.LOST, P.REFUSED, P.HANDED_BACK), P.RECEIVED, (R.DOCK,)),
        (P.RECEIVED, (P.OPENED, P.EMPTIED, P.HANDED_BACK, P.REFUSED), (R.DOCK,)),
        (P.OPENED, (P.EMPTIED, P.HANDED_BACK), (R.DOCK,)),
        (P.EMPTIED, P.OPENED, (R.DOCK,)),
    ),
    Direction.OUT: _table(
        (None, P.PACKING, (R.PACKER, R.AGENT, R.SYSTEM)),
        (P.PACKING, P.CLOSED, (R.PACKER,)),
        (P.CLOSED, (P.PACKING, P.HANDED_OVER), (R.PACKER,)),
        (P.HANDED_OVER, (P.DELIVERED, P.RETURNING, P.LOST), (R.SYSTEM, R.PARTNER, R.AGENT)),
        ((P.HANDED_OVER, P.DELIVERED, P.RETURNING, P.LOST), P.RECEIVED, (R.DOCK,)),
        (P.RECEIVED, (P.OPENED, P.EMPTIED), (R.DOCK,)),
        (P.OPENED, P.EMPTIED, (R.DOCK,)),
        (P.EMPTIED, P.OPENED, (R.DOCK,)),
    ),
    Direction.TRANSFER: _table(
        (None, P.SENT, (R.PACKER, R.AGENT)),
        (P.SENT, P.RECEIVED, (R.DOCK,)),
    ),
}

JOB_MOVES: Table = _table(
    (None, J.QUEUED, (R.INSPECTOR, R.AGENT, R.CHECKER)),
    (J.QUEUED, (J.DIAGNOSING, J.WORKING), (R.TECHNICIAN,)),
    (J.DIAGNOSING, (J.WORKING, J.WAITING_CUSTOMER, J.WAITING_PARTS, J.DONE, J.UNREPAIRABLE), (R.TECHNICIAN,)),
    (J.WORKING, (J.DIAGNOSING, J.WAITING_CUSTOMER, J.WAITING_PARTS, J.DONE, J.UNREPAIRABLE), (R.TECHNICIAN,)),
    (J.WAITING_CUSTOMER, (J.QUEUED, J.DECLINED), (R.CUSTOMER, R.AGENT, R.SYSTEM)),
    (J.WAITING_CUSTOMER, J.WORKING, (R.TECHNICIAN,)),
    (J.WAITING_PARTS, (J.QUEUED, J.WORKING, J.UNREPAIRABLE), (R.TECHNICIAN, R.SYSTEM)),
    (J.DONE, J.QUEUED, (R.CHECKER,)),
)

SETTLEMENT_MOVES: Table = _table(
    (None, (M.PLANNED, M.APPROVED), (R.AGENT, R.SYSTEM)),
    (M.PLANNED, M.APPROVED, (R.AGENT,)),
    (M.PLANNED, M.VOID, (R.AGENT,)),
    (M.APPROVED, (M.SENT, M.DONE, M.VOID), (R.AGENT, R.SYSTEM)),
    (M.SENT, (M.DONE, M.FAILED), (R.AGENT, R.SYSTEM)),
    (M.FAILED, (M.SENT, M.VOID), (R.AGENT, R.SYSTEM)),
)

CLAIM_MOVES: Table = _table(
    (None, ClaimState.OPEN, (R.DOCK, R.AGENT)),
    (ClaimState.OPEN, (ClaimState.FILED, ClaimState.GIVEN_UP), (R.AGENT,)),
    (ClaimState.FILED, (ClaimState.PAID, ClaimState.REFUSED, ClaimState.GIVEN_UP), (R.AGENT,)),
    (ClaimState.REFUSED, (ClaimState.FILED, ClaimState.GIVEN_UP), (R.AGENT,)),
    (ClaimState.GIVEN_UP, ClaimState.OPEN, (R.AGENT,)),
)

NEVER_CAME = frozenset({S.DECLINED, S.CANCELLED, S.EXPIRED})
IN_WORK = frozenset({S.ARRIVED, S.INSPECTED, S.REPAIRING, S.CHECKING, S.READY, S.PACKED, S.PROMISED})
UNDECIDED_ENDS = frozenset({S.MISSING, S.LOST, S.KEPT})
IN_OUR_HANDS = frozenset({S.ARRIVED, S.INSPECTED, S.REPAIRING, S.CHECKING, S.READY, S.PACKED, S.STOCKED})
LIVE = frozenset({S.REQUESTED, S.EXPECTED, S.SHIPPED}) | IN_WORK
# Boxes that stand in the house: they can be put on a shelf.
BOXES_IN_HOUSE = frozenset({P.RECEIVED, P.OPENED, P.EMPTIED, P.PACKING, P.CLOSED})
OPEN_JOBS = frozenset({J.QUEUED, J.DIAGNOSING, J.WORKING, J.WAITING_CUSTOMER, J.WAITING_PARTS})
OPEN_SETTLEMENTS = frozenset({M.PLANNED, M.APPROVED, M.SENT, M.FAILED})
OPEN_CLAIMS = frozenset({ClaimState.OPEN, ClaimState.FILED})
# Money that counts against what was paid: all but what was taken back.
COUNTED_SETTLEMENTS = frozenset({M.PLANNED, M.APPROVED, M.SENT, M.DONE, M.FAILED})


@dataclass(frozen=True)
class UnitFacts:
    """What the RMA's status asks of one unit."""

    stage: Stage
    owner: Owner
    resolution: Resolution | None


@dataclass(frozen=True)
class RmaFacts:
    """What the RMA's status asks beyond its units: does a box move, is anything open."""

    parcel_moves: bool = False
    open_business: bool = False


def rma_status(units: Iterable[UnitFacts], facts: RmaFacts) -> RmaStatus:
    """The status of an RMA, from its units and what is open. Order matters and is part of the rule."""
    mine = [unit for unit in units if unit.stage is not S.VOIDED]
    stages = {unit.stage for unit in mine}
    live = {unit.stage for unit in mine if unit.owner is Owner.CUSTOMER} & LIVE
    if mine and stages <= NEVER_CAME:
        return RmaStatus(stages.pop().value) if len(stages) == 1 else RmaStatus.CLOSED
    if live & IN_WORK:
        return RmaStatus.IN_WORK
    if S.SHIPPED in live:
        return RmaStatus.GOING
    if S.EXPECTED in live:
        return RmaStatus.COMING if facts.parcel_moves else RmaStatus.APPROVED
    if S.REQUESTED in live:
        return RmaStatus.REQUESTED
    undecided = any(unit.stage in UNDECIDED_ENDS and unit.resolution is None for unit in mine)
    return RmaStatus.SETTLING if facts.open_business or undecided else RmaStatus.CLOSED


def may_move(table: Table, start: StrEnum | None, end: StrEnum, roles: Iterable[Role]) -> bool:
    """Whether one of the roles may take this step. The same step twice is nobody's: it changes nothing."""
    move = table.get((start, end))
    return move is not None and bool(move.roles & set(roles))
