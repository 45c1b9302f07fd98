"""Expressions of other engines to FEEL, each told: as what it is read, or why it can't be and what to write instead."""

from collections.abc import Callable

from lxml import etree

from onegrid.engine.dialects.juel import Untranslatable, is_juel, juel_to_feel
from onegrid.engine.dialects.words import Words
from onegrid.engine.findings import Word

Translator = Callable[[str], str]

CONDITION: Word = ("the condition", "条件")
SCRIPT: Word = ("the script", "脚本")


def juel(words: Words, what: Word, text: str, *, at: etree._Element | None = None) -> str | None:
    """The FEEL of a value that may hold `${…}`; None, with the error told, where FEEL can't say it."""
    return translated(words, what, text, juel_to_feel, at=at)


def translated(
    words: Words, what: Word, text: str, translator: Translator, *, at: etree._Element | None = None
) -> str | None:
    """The text in FEEL by that translator."""
    try:
        feel = translator(text)
    except Untranslatable as fault:
        words.note(words.refusal, at, what=what, text=shown(text), reason=fault.reason, instead=fault.instead)
        return None
    is_plain = translator is juel_to_feel and not is_juel(text)
    if feel != text.strip() and not is_plain:
        words.note("expression.translated", at, what=what, text=shown(text), feel=shown(feel))
    return feel


def quiet(text: str) -> str | None:
    """The FEEL of JUEL without telling; None where there is none or it can't be said."""
    try:
        return juel_to_feel(text) if is_juel(text) else None
    except Untranslatable:
        return None


def shown(text: str) -> str:
    """A text as findings quote it: one line, cut."""
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:199]}…"
