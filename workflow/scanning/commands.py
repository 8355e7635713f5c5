"""Commands that are scanned like things, and can never be mistaken for one: their letter is C and nothing else's."""

from __future__ import annotations

from enum import Enum

from models.numbers import Prefix, is_valid, make
from workflow.sentences import Sentence, say


class Command(Enum):
    """Name, the nine digits of its barcode, its word on the button, its icon, its key.

    The key is the same at every station; two commands share one only if no sheet has both. Function keys and Alt with
    a letter: nothing that a scanner types, and F5, F11 and F12 belong to the browser.
    """

    UNDO = (417_203_586, say("Undo"), "arrow-back-up", "F9")
    YES = (390_518_427, say("Yes"), "check", "Alt+Y")
    NO = (562_904_813, say("No"), "x", "Alt+N")
    CANCEL = (208_647_935, say("Cancel"), "x", "Alt+X")
    PRINT = (731_486_290, say("Print"), "printer", "F3")
    PARK = (645_027_318, say("Park"), "player-pause", "F8")
    PHOTO = (482_715_063, say("Photo"), "camera", "F4")
    AGAIN = (536_920_147, say("Again"), "repeat", "F2")
    HELP = (671_084_325, say("Help"), "help-circle", "F1")
    LEAD = (793_516_048, say("Call the lead"), "flag", "F7")
    LOCK = (215_860_394, say("Lock"), "lock", "F10")
    BOX_DONE = (186_352_740, say("Box done"), "checks", "Alt+B")
    ALL = (953_710_264, say("All of them"), "stack-2", "Alt+A")
    NO_CODE = (274_839_106, say("No code on it"), "barcode-off", "Alt+K")
    NOT_OURS = (508_261_937, say("Not ours"), "arrow-forward-up", "Alt+O")
    DAMAGED = (319_475_682, say("Box damaged"), "alert-triangle", "Alt+M")
    DANGER = (908_143_652, say("Dangerous"), "battery", "Alt+G")
    WEIGHT = (357_619_280, say("Weight"), "weight", "Alt+W")
    GRADE_A = (842_190_573, say("Grade A"), "letter-a", "Alt+A")
    GRADE_B = (127_658_394, say("Grade B"), "letter-b", "Alt+B")
    GRADE_C = (690_243_815, say("Grade C"), "letter-c", "Alt+C")
    GRADE_D = (435_871_209, say("Grade D"), "letter-d", "Alt+D")
    SIGN = (574_902_168, say("Sign"), "signature", "Alt+S")
    REPAIR = (263_840_517, say("To repair"), "tool", "Alt+R")
    TO_CUSTOMER = (918_536_420, say("Back to the customer"), "truck-return", "Alt+T")
    START = (381_607_294, say("Start"), "player-play", "Alt+S")
    QUOTE = (756_094_132, say("Quote"), "receipt", "Alt+Q")
    WAIT_PART = (149_382_675, say("Wait for a part"), "hourglass", "Alt+W")
    CANNOT = (867_215_043, say("Cannot be repaired"), "ban", "Alt+C")
    DONE = (602_739_581, say("Done"), "check", "Alt+D")
    PASS = (295_461_708, say("Pass"), "circle-check", "Alt+P")
    FAIL = (743_158_926, say("Fail"), "circle-x", "Alt+F")
    CLOSE_BOX = (520_986_347, say("Close the box"), "package", "Alt+C")
    HANDOVER = (384_672_019, say("Hand over"), "truck-delivery", "Alt+H")
    UNPACK = (641_354_567, say("Take it out"), "package-off", "Alt+U")
    REOPEN = (814_609_273, say("Open again"), "package", "Alt+O")
    BACK = (362_718_045, say("One back"), "arrow-left", "Alt+L")
    FAULT = (947_260_381, say("Other fault"), "alert-circle", "Alt+F")
    OTHER_USE = (158_493_726, say("Other use"), "recycle", "Alt+U")
    PART_IN = (531_760_492, say("Part in"), "plus", "F6")
    PART_OUT = (476_015_928, say("Part taken out"), "minus", "Alt+P")
    PART_SAVED = (639_281_504, say("Part saved"), "recycle", "Alt+V")
    COUNT = (253_970_614, say("Count"), "list-check", "Alt+C")
    FIND = (716_405_839, say("Find"), "search", "Alt+Z")
    CHOICE_1 = (811_000_139, say("First"), "number-1", "Alt+1")
    CHOICE_2 = (822_000_248, say("Second"), "number-2", "Alt+2")
    CHOICE_3 = (833_000_357, say("Third"), "number-3", "Alt+3")
    CHOICE_4 = (844_000_466, say("Fourth"), "number-4", "Alt+4")
    CHOICE_5 = (855_000_575, say("Fifth"), "number-5", "Alt+5")
    CHOICE_6 = (866_000_684, say("Sixth"), "number-6", "Alt+6")
    CHOICE_7 = (877_000_793, say("Seventh"), "number-7", "Alt+7")
    CHOICE_8 = (888_000_802, say("Eighth"), "number-8", "Alt+8")
    DIGIT_9 = (899_000_911, say("Nine"), "number-9", "Alt+9")
    DIGIT_0 = (800_000_028, say("Zero"), "number-0", "Alt+0")

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
    def key(self) -> str:
        """As `aria-keyshortcuts` writes it."""
        return self.value[3]

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
KEYS = {command.code: command.key for command in Command}


def by_code(code: str) -> Command | None:
    return BY_CODE.get(code) if is_valid(code) else None
