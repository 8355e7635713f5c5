"""The scanner check: one barcode, scanned at any station, tells in plain words what the scanner does wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from models.places import Tablet
from reference.keyboards import SET_TO, US
from workflow.scanning import answers, cleaning, layouts
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.scanning.layouts import Case, Diagnosis, Enter, Setting
from workflow.scanning.resolving import Kind
from workflow.sentences import Sentence, say

T = Tablet.__table__
KEYBOARDS = {
    "us": say("American"), "gb": say("British"), "de": say("German"), "ch": say("Swiss"), "fr": say("French"),
    "be": say("Belgian"), "es": say("Spanish"), "latam": say("Latin American"), "it": say("Italian"),
    "pt": say("Portuguese"), "br": say("Brazilian"), "se": say("Swedish or Finnish"), "no": say("Norwegian"),
    "dk": say("Danish"), "tr": say("Turkish (Q)"), "cz": say("Czech"), "sk": say("Slovak"), "hu": say("Hungarian"),
    "hr": say("Croatian, Slovenian or Serbian"), "gr": say("Greek"), "ru": say("Russian"), "jp": say("Japanese"),
    "lt": say("Lithuanian"), "ca": say("Canadian French"), "wide": say("Chinese with full-width signs"),
}
CASES = {
    Case.CAPS: say("Caps Lock is on. Press it once on the tablet's keyboard."),
    Case.SHIFT: say("Caps Lock is on. Press it once on the tablet's keyboard."),
    Case.UPPER: say("The scanner sends small letters as capitals. Set its letter case to “as in the code”."),
    Case.LOWER: say("The scanner sends capitals as small letters. Set its letter case to “as in the code”."),
}
ENTERS = {
    Enter.NONE: say("The scanner does not press Enter. This tablet now takes a code after a short pause; it is quicker "
                    "with Enter (CR) set as what the scanner sends after each code."),
    Enter.TWICE: say("The scanner presses Enter twice. That does no harm; set only one Enter (CR) after each code."),
}


def answer(here: Here, code: str) -> Answer | None:
    """The card, if this is the check's barcode, however garbled; the tablet remembers how its scanner types."""
    found = layouts.diagnose(code) if here.own_id is None else None
    if found is None:
        return None
    if found.setting:
        here.connection.execute(sa.update(T).where(T.c.id == here.by.tablet_id)
                                .values(scanner=found.setting.as_data()))
    arrived = cleaning.CONTROL.sub("", code)[:60]
    return replace(_card(found), thing=arrived, open_now=here.keep(), meaning="scanner")


def _card(found: Diagnosis) -> Answer:
    if found.fine:
        return answers.ok(say("Scanner is fine"), icon="barcode", next=say("All signs arrive as they are printed."))
    if found.setting is None:
        return answers.unknown(say("Scanner types wrong"), next=say(
            "Scan the check again. If this comes back, set scanner and tablet to the same keyboard country."))
    return answers.ask(say("Set the scanner"), icon="keyboard", next=_next(found.setting),
                       lines=_findings(found, found.setting))


def _findings(found: Diagnosis, setting: Setting) -> tuple[tuple[Sentence, Sentence], ...]:
    """What is wrong, each with what to do about it."""
    every = (
        (say("Keyboard"), _keyboard(setting.layout)),
        (say("Capitals"), CASES.get(Case(setting.case))),
        (say("In front"), setting.before and say("It puts “%(signs)s” in front of each code. Take its prefix away.",
                                                 signs=setting.before)),
        (say("Behind"), setting.after and say("It puts “%(signs)s” behind each code. Take its suffix away.",
                                              signs=setting.after)),
        (say("Lost signs"), found.lost and say("%(count)s signs were lost: the scanner types too fast. Set a longer "
                                               "pause between signs.", count=len(found.lost))),
        (say("Wrong signs"), found.wrong and say(
            "%(count)s signs arrive wrong or twice (%(signs)s): the scanner types too fast or its cable is loose. Set "
            "a longer pause between signs.", count=len(found.wrong), signs=found.wrong)),
        (say("Enter"), ENTERS.get(found.enter)))
    return tuple((label, sentence) for label, sentence in every if sentence)


def _keyboard(layout: str) -> Sentence | None:
    if layout == US:
        return None
    if layout.startswith(SET_TO):
        return say("The scanner types for another country's keyboard (%(keyboard)s or alike), this tablet expects an "
                   "American one. Set the scanner to “USA”.", keyboard=KEYBOARDS[layout.removeprefix(SET_TO)])
    return say("The scanner types for an American keyboard, this tablet expects another: %(keyboard)s. Set the scanner "
               "to that country, or the tablet's keyboard to English (US).", keyboard=KEYBOARDS[layout])


def _next(setting: Setting) -> Sentence:
    if setting == Setting():
        return say("Mend it, then scan the check again.")
    return say("Our own labels are put right from now on, codes of others are not. Set the scanner, then scan the "
               "check again.")


def warned(answer: Answer, code: str, scanner: Mapping[str, Any] | None) -> Answer:
    """An unknown code from a scanner that garbles: what it probably says, for a person to compare and type."""
    if answer.meaning != Kind.UNKNOWN or scanner is None:
        return answer
    meant = layouts.meant(code, scanner)
    if not layouts.differs(meant, code):
        return answer
    words = say("This scanner types wrong. On the label it may say")
    return replace(answer, lines=(*answer.lines, (words, meant.strip()[:60])))
