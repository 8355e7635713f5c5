"""What every table of texts owes: all languages, none copied from English, none empty."""
from __future__ import annotations

from collections.abc import Iterable

from reference.tables import LANGUAGES, Text

SAME_IN_SOME: frozenset[str] = frozenset({"No", "Software", "Textile", "Audio", "Manual"})
SCRIPTS: dict[str, tuple[int, int]] = {"zh": (0x4E00, 0x9FFF), "ar": (0x0600, 0x06FF)}


def has_script(sentence: str, language: str) -> bool:
    """True when at least one letter of the sentence is in the script of zh or ar."""
    low, high = SCRIPTS[language]
    return any(low <= ord(sign) <= high for sign in sentence)


def problems(texts: Iterable[tuple[str, Text]], languages: tuple[str, ...] = LANGUAGES) -> list[str]:
    """What is wrong with (name, text) pairs, as "name language: what"."""
    return [f"{name} {language}: {what}" for name, text in texts for language in languages
            for what in _wrong(text, language)]


def _wrong(text: Text, language: str) -> list[str]:
    sentence = getattr(text, language)
    if not sentence or sentence != sentence.strip():
        return ["empty or padded"]
    if language == "en":
        return []
    if language in SCRIPTS and not has_script(sentence, language):
        return ["not in its script"]
    return ["same as English"] if sentence == text.en and text.en not in SAME_IN_SOME else []
