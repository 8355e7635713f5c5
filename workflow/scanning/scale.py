"""WEIGHT: what a scale or a person types of a box, at the dock and at packing."""

from __future__ import annotations

from collections.abc import Callable

from models.numbers import grouped
from workflow import weighing
from workflow.errors import Refused
from workflow.scanning import answers
from workflow.scanning.answers import Answer, Field
from workflow.scanning.here import Here
from workflow.scanning.resolving import Meaning
from workflow.sentences import Sentence, say

WEIGHT = "WEIGHT:"
Step = Callable[[Here, Meaning], Answer]


def ask(here: Here, number: str) -> Answer:
    """The next thing that is scanned or typed and looks like a weight is that of the box with this number."""
    return answers.ask(say("Weight?"), thing=grouped(number), icon="weight",
                       next=say("Put it on the scale, or type the weight."),
                       fields=(Field(say("Weight in kg"), WEIGHT, "number"),),
                       open_now=here.asking("weight", suffix=" G"))


def is_asked(here: Here) -> bool:
    """Whether the card asks for a weight."""
    return (here.question or {}).get("name") == "weight"


def asked(here: Here, text: str) -> int:
    """Whole grams of what was typed. Raises Refused where no weight is asked for, or this is none."""
    if not is_asked(here):
        raise Refused(say("No weight is asked for here. Scan “Weight” first."))
    return weighing.grams(text)


def line(grams: int) -> tuple[Sentence, str]:
    """The weight as a card shows it."""
    kilograms = f"{grams / 1000:.3f}".rstrip("0").rstrip(".")
    return say("Weight"), f"{kilograms} kg"


def or_weight(step: Step, weighed: Callable[[Here, str], Answer]) -> Step:
    """What a code means, unless a weight is asked for and it looks like one: a product may be called 12."""

    def taken(here: Here, meaning: Meaning) -> Answer:
        if meaning.code.startswith(WEIGHT):
            return weighed(here, meaning.code.removeprefix(WEIGHT).strip())
        if is_asked(here) and weighing.is_weight(meaning.code):
            return weighed(here, meaning.code)
        return step(here, meaning)

    return taken
