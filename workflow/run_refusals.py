"""Why a number of a print run has no sheet, and whether asking once more could help."""

from __future__ import annotations

from models.numbers import Prefix
from workflow.sentences import Sentence, say

UNKNOWN = say("There is nothing with this number.")
MISTYPED = say("A digit of this number is wrong, or two are swapped. Look at it again.")
NO_TAGS = {Prefix.RMA: say("No item of it has a tag yet. Tags are given when its parcel is unpacked."),
           Prefix.SHELF: say("Nothing with a tag lies on this shelf.")}
NOTHING_TO_SEND = dict.fromkeys(
    ("return_label_4x6", "return_label_a4", "return_label_a6", "inside_slip"),
    say("No parcel of it is still to be sent: it has come, was not approved, or is closed. It needs no label."))
CLOSED = say("This RMA is closed. Nothing of it is still to be sent.")
_FOR_GOOD = {UNKNOWN.msgid, MISTYPED.msgid, CLOSED.msgid}


def is_for_good(why: Sentence | str) -> bool:
    """Whether this number could not be printed by asking again either."""
    return isinstance(why, Sentence) and why.msgid in _FOR_GOOD
