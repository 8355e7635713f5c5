"""The customer's requests: find the order, ask for a return, cancel it, answer a question.

Staff open an RMA for a customer with the same function. The rules bind customers; staff may go against them with a
coded reason, which stands in the log.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.catalogue import Device, DeviceSerial
from models.lifecycle import (
    LIVE,
    NEVER_CAME,
    OPEN_SETTLEMENTS,
    Direction,
    Owner,
    ParcelState,
    PlaceKind,
    Resolution,
    RmaKind,
    RmaStatus,
    Role,
    Stage,
)
from models.numbers import Prefix, draw
from models.orders import Customer, Order
from models.parcels import Parcel
from models.rma import Accessory, Question, Rma, Unit, UnitNote
from models.work import Settlement
from reference import accessories, phrases, reasons
from workflow import limiting, linking, moves, photos, purchases, rows, writing
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.eligibility.judging import Judgement, judge
from workflow.errors import NotFound, Refused
from workflow.purchases import Purchase, ReturnableLine
from workflow.sentences import Sentence, say
from workflow.transaction import act, reading

O, C, D, DS, U, P, S, Q = (m.__table__ for m in (Order, Customer, Device, DeviceSerial, Unit, Parcel, Settlement,
                                                 Question))
MOST_UNITS, LONGEST_TEXT = 50, 4000
WORKING_DAYS_TO_ANSWER = 2
TRIES_FOR_ONE_ORDER, TRIES_FROM_ONE_ADDRESS, WINDOW_SECONDS = 40, 25, 900
COMPARED = 4
