"""What a connector is: something that takes one call and answers, or says whether trying again could help."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CallRequest:
    """One call. The receiver sees the same `idempotency_key` at each try; `timeout` is seconds for the whole call."""

    idempotency_key: UUID | str
    operation: str
    parameters: Mapping[str, Any]
    timeout: float = 20.0


@dataclass(frozen=True, slots=True)
class CallResult:
    """What the other side answered; JSON values, handed to the process as `result`."""

    data: Any = field(default=None)


class CallFailure(Exception):
    """Base. `code` is stable and may be caught by an error event; both messages are for people."""

    def __init__(self, code: str, message_en: str, message_zh: str) -> None:
        super().__init__(f"{message_zh} {message_en}")
        self.code, self.message_en, self.message_zh = code, message_en, message_zh


class TransientFailure(CallFailure):
    """The same call may succeed later. `retry_after`: seconds that the other side asked for."""

    def __init__(self, code: str, message_en: str, message_zh: str, *, retry_after: float | None = None) -> None:
        super().__init__(code, message_en, message_zh)
        self.retry_after = retry_after


class PermanentFailure(CallFailure):
    """Trying again as it is can not help: somebody has to mend the address, the parameters or the other side."""


class Connector(Protocol):
    """One outside system. Calls may come twice with one key; they run outside any transaction."""

    @property
    def id(self) -> str:
        """The folder's name."""
        ...

    @property
    def operations(self) -> frozenset[str]:
        """What it can be asked to do."""
        ...

    @property
    def parameters_schema(self) -> Mapping[str, Mapping[str, Any]]:
        """Operation -> JSON Schema of its parameters."""
        ...

    def call(self, request: CallRequest) -> CallResult:
        """Do it, or raise TransientFailure or PermanentFailure; nothing else for what can be foreseen."""
        ...
