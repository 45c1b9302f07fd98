"""Says in the log that it was called. Values stay out of the log: they may be personal."""

from collections.abc import Mapping
from typing import Any

import structlog

from onegrid.connectors.base import CallRequest, CallResult, PermanentFailure, TransientFailure

_log = structlog.get_logger(__name__)


class Demo:
    """Succeeds at once, or fails as the parameter `fail` asks."""

    id = "demo"
    operations = frozenset({"reply", "post"})
    parameters_schema: Mapping[str, Mapping[str, Any]] = {}

    def call(self, request: CallRequest) -> CallResult:
        """The answer repeats the key, so that a process can show what came back."""
        _log.info(
            "demo_connector_called",
            operation=request.operation,
            key=str(request.idempotency_key),
            parameters=sorted(request.parameters),
        )
        match request.parameters.get("fail"):
            case "transient":
                raise TransientFailure("demo.later", "The demo system asks to come later.", "演示系统要求稍后重试。")
            case "permanent":
                raise PermanentFailure("demo.refused", "The demo system refuses for good.", "演示系统拒绝了调用。")
        return CallResult({"status": 200, "body": {"received": str(request.idempotency_key)}})


def make() -> Demo:
    """For the registry."""
    return Demo()
