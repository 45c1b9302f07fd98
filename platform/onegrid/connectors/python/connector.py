"""The calls that script tasks in Python are. The same call made twice gives the same."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from onegrid.connectors.base import CallRequest, CallResult, PermanentFailure, TransientFailure
from onegrid.engine.problems import EngineError


class Python:
    """One operation: run. What fails in the script is permanent; a sandbox that cannot start may start later."""

    id = "python"
    operations = frozenset({"run"})
    parameters_schema: Mapping[str, Mapping[str, Any]] = {}

    def call(self, request: CallRequest) -> CallResult:
        """What the script has changed."""
        from onegrid.engine.sandbox.workers import run_script  # only where scripts run are the workers needed

        given = request.parameters
        try:
            now = dt.datetime.fromisoformat(given["now"])
            changed = run_script(given["script"], given["variables"], now, str(request.idempotency_key))
        except EngineError as fault:
            failure = TransientFailure if fault.code == "script.no_sandbox" else PermanentFailure
            raise failure(fault.code, fault.message_en, fault.message_zh) from None
        return CallResult({"variables": changed})


def make() -> Python:
    """For the registry."""
    return Python()
