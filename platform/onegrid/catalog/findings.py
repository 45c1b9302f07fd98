"""Short ways to write a finding down, and to turn findings into the details of an API error."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onegrid.common.errors import Detail
from onegrid.engine.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class Words:
    """What is wrong and how to mend it, in both languages."""

    en: str
    zh: str
    mend_en: str
    mend_zh: str


Table = Mapping[str, tuple[str, str, str, str]]
"""Code -> English, Chinese, mend in English, mend in Chinese; `{…}` is filled from the finding's facts."""


def say(table: Table, code: str, /, **facts: object) -> Words:
    """The words of a code with its facts filled in."""
    return Words(*(text.format(**facts) for text in table[code]))


def problem(
    code: str,
    words: Words,
    *,
    element: str | None = None,
    line: int | None = None,
    file: str | None = None,
    severity: Severity = Severity.ERROR,
) -> Problem:
    """One finding in the engine's own shape, so that ours and the engine's are told the same way."""
    return Problem(
        code, severity, words.en, words.zh, words.mend_en, words.mend_zh, element=element, line=line, file=file
    )


def errors_of(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that forbid publishing."""
    return tuple(one for one in found if one.severity is Severity.ERROR)


def details(found: Iterable[Problem]) -> tuple[Detail, ...]:
    """Findings as details of an error; the file goes into `field`."""
    return tuple(
        Detail(
            one.code, one.message_en, one.message_zh,
            field=one.file, element=one.element, line=one.line, mend_en=one.mend_en, mend_zh=one.mend_zh,
        )
        for one in found
    )  # fmt: skip
