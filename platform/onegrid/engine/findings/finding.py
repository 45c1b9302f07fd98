"""The shape of one entry of the catalogue."""

from dataclasses import dataclass
from enum import StrEnum

from onegrid.engine.problems import Severity


class Blocks(StrEnum):
    """What a finding stands in the way of, from all to nothing."""

    OPENING = "opening"  # the file is no drawing
    REHEARSAL = "rehearsal"  # it opens, but can't run
    PUBLISHING = "publishing"  # it runs in memory, but not for real people
    CHOICE = "choice"  # the city still has to choose: a person, a form, a connector; the engine itself could run it
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One code. Templates name parts in braces."""

    code: str
    severity: Severity
    blocks: Blocks
    en: str
    zh: str
    mend_en: str
    mend_zh: str


def unreadable(code: str, en: str, zh: str, mend_en: str, mend_zh: str) -> Finding:
    """Error: the file can't even be opened."""
    return Finding(code, Severity.ERROR, Blocks.OPENING, en, zh, mend_en, mend_zh)


def error(code: str, en: str, zh: str, mend_en: str, mend_zh: str) -> Finding:
    """Error: neither rehearsed nor published."""
    return Finding(code, Severity.ERROR, Blocks.REHEARSAL, en, zh, mend_en, mend_zh)


def unpublishable(code: str, en: str, zh: str, mend_en: str, mend_zh: str) -> Finding:
    """Error: may be rehearsed, not published."""
    return Finding(code, Severity.ERROR, Blocks.PUBLISHING, en, zh, mend_en, mend_zh)


def choice(code: str, en: str, zh: str, mend_en: str, mend_zh: str) -> Finding:
    """Error for the catalog, warning for the engine's part alone: something that only the city can choose."""
    return Finding(code, Severity.ERROR, Blocks.CHOICE, en, zh, mend_en, mend_zh)


def warning(code: str, en: str, zh: str, mend_en: str, mend_zh: str) -> Finding:
    """Worth a look; blocks nothing."""
    return Finding(code, Severity.WARNING, Blocks.NOTHING, en, zh, mend_en, mend_zh)


def info(code: str, en: str, zh: str, mend_en: str, mend_zh: str) -> Finding:
    """Said so that nothing is dropped in silence."""
    return Finding(code, Severity.INFO, Blocks.NOTHING, en, zh, mend_en, mend_zh)
