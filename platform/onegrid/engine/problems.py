"""A problem found in a model: what is wrong, where, and how to mend it, in Chinese and English."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """error: cannot be published; warning: can, but look; info: kept as drawing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `code` is stable (`area.what`); element is a BPMN/DMN id; line counts from 1 in `file`."""

    code: str
    severity: Severity
    message_en: str
    message_zh: str
    mend_en: str
    mend_zh: str
    element: str | None = None
    line: int | None = None
    file: str | None = None


class EngineError(Exception):
    """Base of what the engine raises at run time; carries the words a person reads."""

    def __init__(self, code: str, message_en: str, message_zh: str, element: str | None = None) -> None:
        super().__init__(f"{code}: {message_en}")
        self.code, self.message_en, self.message_zh, self.element = code, message_en, message_zh, element


class ModelError(EngineError):
    """The model cannot be compiled; `problems` says why, element by element."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(first.code, first.message_en, first.message_zh, first.element)
        self.problems = problems


class NotWaiting(EngineError):
    """The task, call, timer or subscription named is not open (any more)."""


def damaged() -> EngineError:
    """For a state that is no state of ours, or of another version of its process."""
    return EngineError(
        "state.damaged",
        "the stored state of the case is damaged, or not of this version of its process: restore it from a backup",
        "案件的存储状态已损坏,或不属于该流程版本:请从备份恢复",
    )
