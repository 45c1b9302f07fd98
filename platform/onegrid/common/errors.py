"""The one shape of everything that goes wrong for a person: code, words in zh and en, where, and the mend.

No error and no finding can be made without saying how to mend it.
"""

from collections.abc import Sequence
from dataclasses import KW_ONLY, asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Detail:
    """One finding among several: a field of a form, an element of a diagram, a row of a file."""

    code: str
    message_en: str
    message_zh: str
    field: str | None = None
    element: str | None = None
    line: int | None = None
    _: KW_ONLY
    mend_en: str
    mend_zh: str


class OneGridError(Exception):
    """Base. `status` is what the API answers; `extra` may hold JSON facts (for instance both revisions)."""

    status: ClassVar[int] = 400

    def __init__(
        self,
        code: str,
        message_en: str,
        message_zh: str,
        *,
        mend_en: str,
        mend_zh: str,
        field: str | None = None,
        element: str | None = None,
        details: Sequence[Detail] = (),
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{code}: {message_en}")
        self.code, self.message_en, self.message_zh = code, message_en, message_zh
        self.field, self.element, self.mend_en, self.mend_zh = field, element, mend_en, mend_zh
        self.details, self.extra = tuple(details), extra or {}

    def as_json(self) -> dict[str, Any]:
        """The body's `error` object."""
        return {
            "code": self.code,
            "message": {"zh": self.message_zh, "en": self.message_en},
            "field": self.field,
            "element": self.element,
            "mend": {"zh": self.mend_zh, "en": self.mend_en},
            "details": [_detail(one) for one in self.details],
            **({"extra": self.extra} if self.extra else {}),
        }


def _detail(one: Detail) -> dict[str, Any]:
    flat = asdict(one)
    flat["message"] = {"zh": flat.pop("message_zh"), "en": flat.pop("message_en")}
    flat["mend"] = {"zh": flat.pop("mend_zh"), "en": flat.pop("mend_en")}
    return flat


class NotFound(OneGridError):
    """Does not exist, or may not be seen: the two are told the same way (decision 2)."""

    status = 404

    def __init__(self, code: str = "common.not_found") -> None:
        super().__init__(
            code,
            "Nothing here under this address for you.",
            "没有找到，或您无权查看。",
            mend_en="Check the number; if it should be yours, ask your supervisor.",
            mend_zh="请核对编号；如确属您的工作，请联系上级。",
        )


class Refused(OneGridError):
    """Seen, but this act is not the actor's."""

    status = 403


class Conflict(OneGridError):
    """Someone else was first, or the state has moved."""

    status = 409


class Invalid(OneGridError):
    """What was sent does not hold; `details` name the fields or elements."""

    status = 422
