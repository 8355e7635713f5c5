"""Commands that are scanned like things, and can never be mistaken for one: their letter is C and nothing else's."""

from __future__ import annotations

from enum import Enum

from models.numbers import Prefix, is_valid, make
from workflow.sentences import Sentence, say


class Command(Enum):
    """Name, the nine digits of its barcode, its word on the button, its icon."""

    UNDO = (417_203_586, say("Undo"), "arrow-back-up")
    YES = (390_518_427, say("Yes"), "check")
    NO = (562_904_813, say("No"), "x")
    CANCEL = (208_647_935, say("Put aside"), "x")
    PRINT = (731_486_290, say("Print"), "printer")
    PARK = (645_027_318, say("Park"), "player-pause")
    PHOTO = (482_715_063, say("Photo"), "camera")
    AGAIN = (536_920_147, say("Again"), "repeat")
    HELP = (671_084_325, say("Help"), "help-circle")
    LEAD = (793_516_048, say("Call the lead"), "flag")
    LOCK = (215_860_394, say("Lock"), "lock")
    BOX_DONE = (186_352_740, say("Box done"), "checks")
    ALL = (953_710_264, say("All of them"), "stack-2")
    NO_CODE = (274_839_106, say("No code on it"), "barcode-off")
    NOT_OURS = (508_261_937, say("Not ours"), "arrow-forward-up")
    DAMAGED = (319_475_682, say("Box damaged"), "alert-triangle")
    DANGER = (908_143_652, say("Dangerous"), "battery")
    WEIGHT = (357_619_280, say("Weight"), "weight")
    GRADE_A = (842_190_573, say("Grade A"), "letter-a")
    GRADE_B = (127_658_394, say("Grade B"), "letter-b")
    GRADE_C = (690_243_815, say("Grade C"), "letter-c")
    GRADE_D = (435_871_209, say("Grade D"), "letter-d")
    SIGN = (574_902_168, say("Sign"), "signature")
    REPAIR = (263_840_517, say("To repair"), "tool")
    TO_CUSTOMER = (918_536_420, say("Back to the customer"), "truck-return")
    START = (381_607_294, say("Start"), "player-play")
    QUOTE = (756_094_132, say("Quote"), "receipt")
    WAIT_PART = (149_382_675, say("Wait for a part"), "hourglass")
    CANNOT = (867_215_043, say("Cannot be repaired"), "ban")
    DONE = (602_739_581, say("Done"), "check")
    PASS = (295_461_708, say("Pass"), "circle-check")
    FAIL = (743_158_926, say("Fail"), "circle-x")
    CLOSE_BOX = (520_986_347, say("Close the box"), "package")
    HANDOVER = (384_672_019, say("Hand over"), "truck-delivery")
    UNPACK = (641_354_567, say("Take it out"), "package-off")
    REOPEN = (814_609_273, say("Open again"), "package")
    BACK = (362_718_045, say("One back"), "arrow-left")
    FAULT = (947_260_381, say("Other fault"), "alert-circle")
    OTHER_USE = (158_493_726, say("Other use"), "recycle")
    PART_IN = (531_760_492, say("Part in"), "plus")
    PART_OUT = (476_015_928, say("Part taken out"), "minus")
    PART_SAVED = (639_281_504, say("Part saved"), "recycle")
    COUNT = (253_970_614, say("Count"), "list-check")
    FIND = (716_405_839, say("Find"), "search")
    CHOICE_1 = (811_000_139, say("First"), "number-1")
    CHOICE_2 = (822_000_248, say("Second"), "number-2")
    CHOICE_3 = (833_000_357, say("Third"), "number-3")
    CHOICE_4 = (844_000_466, say("Fourth"), "number-4")
    CHOICE_5 = (855_000_575, say("Fifth"), "number-5")
    CHOICE_6 = (866_000_684, say("Sixth"), "number-6")
    CHOICE_7 = (877_000_793, say("Seventh"), "number-7")
    CHOICE_8 = (888_000_802, say("Eighth"), "number-8")
    DIGIT_9 = (899_000_911, say("Nine"), "number-9")
    DIGIT_0 = (800_000_028, say("Zero"), "number-0")

    @property
    def code(self) -> str:
        """The number its barcode carries."""
        return make(Prefix.COMMAND, self.value[0])

    @property
    def label(self) -> Sentence:
        return self.value[1]

    @property
    def icon(self) -> str:
        return self.value[2]

    @property
    def choice(self) -> int | None:
        """Which of a card's numbered choices this takes, from 0; None for other commands."""
        return int(self.name[-1]) - 1 if self.name.startswith("CHOICE_") else None

    @property
    def digit(self) -> str | None:
        """The digit it is where a number is asked for: the third choice is also the 3. None for other commands."""
        return self.name[-1] if self.name.startswith(("CHOICE_", "DIGIT_")) else None


CHOICES = [command for command in Command if command.choice is not None]
DIGITS = [command for command in Command if command.digit is not None]
BY_CODE = {command.code: command for command in Command}


def by_code(code: str) -> Command | None:
    return BY_CODE.get(code) if is_valid(code) else None
