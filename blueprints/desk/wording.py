"""Words that the desk's templates need, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from blueprints.languages import text
from models.lifecycle import Ground
from workflow import accessories, choices, disposing, grounds, holding, packing_coach, reasons_given

Pairs = list[tuple[str, str]]


def of(language: str) -> dict[str, object]:
    """The lists of coded choices, and `coded` for a code of any of them."""
    return {
        "decline_reasons": choices.decline_reasons(language), "override_reasons": choices.override_reasons(language),
        "question_reasons": choices.question_reasons(language),
        "hold_reasons": [(code, text(words)) for code, words in holding.CHOICES.items()],
        "dispositions": [(way.value, text(disposing.WORDS[way])) for way in disposing.AWAY],
        "stock_ways": [(way.value, text(disposing.WORDS[way])) for way in disposing.TO_STOCK],
        "coded": _coded(language), "ground_word": ground_word,
        "disposition_word": lambda way: text(disposing.WORDS[way]) if way else "",
        "hold_word": lambda code: text(holding.WORDS.get(code, code)),
        "reason_word": lambda code: text(reasons_given.of_act(code, language)),
        "battery_word": lambda battery: packing_coach.BATTERIES[battery][0],
        "accessory_word": lambda name: accessories.called(name, language),
        "channel_word": lambda code: text(choices.CHANNELS.get(code, code)),
    }


def _coded(language: str) -> Callable[[str | None], str]:
    return lambda code: choices.label(code, language)


def ground_word(ground: Ground | None) -> str:
    return text(grounds.WORDS[ground]) if ground else ""
