"""Runs scripts in worker processes of pydantic-monty: no files, no network, no clock, and limits on all that is left.

Not pure, and no part of the engine proper imports it: whoever plays a case makes the call that a script is, here.
"""

import datetime as dt
import json
import os
import threading
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pydantic_monty as monty

from onegrid.engine import limits
from onegrid.engine.problems import EngineError
from onegrid.engine.sandbox import words
from onegrid.engine.sandbox.program import dedented, names_of, parse
from onegrid.engine.step import ServiceCall
from onegrid.engine.values import admit
from onegrid.feel import NoFeelValue, from_json, to_json

_LIMITS: monty.ResourceLimits = {
    "max_feed_duration_secs": limits.SCRIPT_SECONDS,
    "max_memory": limits.SCRIPT_MEMORY,
    "max_recursion_depth": limits.SCRIPT_RECURSION,
    "max_suspensions": 1,
}
_WORKERS = 2
_NOTHING: Any = object()
_pools: dict[int, monty.Monty] = {}
_lock = threading.Lock()


def run_script(script: str, variables: Mapping[str, Any], now: dt.datetime, seed: str) -> dict[str, Any]:
    """The variables that the script has changed; values both ways as `to_json(exact=True)`. EngineError if it fails.

    now: what `datetime.now()` says inside. seed: of `random`, so that a call that is made again gives the same.
    """
    try:
        names = names_of(parse(script))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise words.refused() from None
    given = {name: _inward(from_json(value), name) for name, value in variables.items()}
    found = _run(dedented(script), given, _collecting(given.keys() | names.gives), now, seed)
    changed = {name: value for name, value in found.items() if not _same(value, given.get(name, _NOTHING))}
    result = {name: _outward(value, name, now) for name, value in changed.items()}
    if len(json.dumps(result)) > limits.SCRIPT_OUTPUT:
        raise words.failed(MemoryError(), ())
    return result


def run_call(call: ServiceCall) -> dict[str, Any]:
    """The call of a script task made here, and what `finish_call` takes."""
    given = call.parameters
    moment = dt.datetime.fromisoformat(given["now"])
    return {"variables": run_script(given["script"], given["variables"], moment, str(call.call))}


def _run(script: str, given: Mapping[str, Any], collecting: str, now: dt.datetime, seed: str) -> dict[str, Any]:
    surroundings: monty.OSPolicy = {"datetime": now, "sleep": "zero", "random_start": {"seed": seed}}
    output = monty.CollectString(max_bytes=limits.SCRIPT_OUTPUT)
    try:
        with _pool().checkout(limits=_LIMITS, os_policy=surroundings) as session:
            session.feed_run(script, inputs=dict(given), print_callback=output)
            found: dict[str, Any] = session.feed_run(collecting, print_callback=output)
            return found
    except monty.MontyCrashedError as fault:
        raise words.crashed(timed_out=fault.timed_out) from None
    except (monty.MontyRuntimeError, monty.MontySyntaxError) as fault:
        raise words.failed(fault.exception(), [frame.line for frame in fault.traceback()]) from None
    except (monty.MontyError, RecursionError):
        raise words.refused() from None


def _collecting(names: set[str]) -> str:
    """Python that gives those of the names that are bound by then."""
    parts = "".join(f"try:\n _found[{name!r}] = {name}\nexcept NameError:\n pass\n" for name in sorted(names))
    return f"_found = {{}}\n{parts}_found"


def _pool() -> monty.Monty:
    """The workers of this very process: those of a parent are not ours after a fork."""
    with _lock:
        pool = _pools.get(os.getpid())
        if pool is None:
            _pools.clear()
            pool = monty.Monty(
                max_processes=_WORKERS,
                checkout_timeout=10.0,
                request_timeout=10.0,  # for a worker that hangs without running anything
                feed_duration_limit_grace=limits.SCRIPT_SECONDS_TO_KILL,
                max_checkouts_per_worker=200,
            )
            try:
                pool.__enter__()
            except (OSError, RuntimeError, monty.MontyError):
                raise words.no_sandbox() from None
            _pools[os.getpid()] = pool
        return pool


def _inward(value: Any, name: str) -> Any:
    """As Python knows it: fractions are floats wherever a float says the same number."""
    if isinstance(value, Decimal):
        near = float(value)
        return near if Decimal(repr(near)) == value else value
    if isinstance(value, Mapping):
        return {key: _inward(item, name) for key, item in value.items()}
    if isinstance(value, list):
        return [_inward(item, name) for item in value]
    if value is None or isinstance(value, str | bool | int | dt.date | dt.time | dt.timedelta):
        return value
    raise words.not_given(name)


def _outward(value: Any, name: str, now: dt.datetime) -> Any:
    try:
        return to_json(admit(_zoned(value, now)), exact=True)
    except EngineError as fault:
        raise words.not_kept(name, fault) from None
    except NoFeelValue:
        raise words.refused() from None


def _zoned(value: Any, now: dt.datetime) -> Any:
    """Moments without a zone are meant where the case is."""
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        return value.replace(tzinfo=now.tzinfo)
    if isinstance(value, dict):
        return {key: _zoned(item, now) for key, item in value.items()}
    return [_zoned(item, now) for item in value] if isinstance(value, list | tuple) else value


def _same(one: Any, other: Any) -> bool:
    """Equal and of one kind, all the way down: True is not 1 here."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(item, other[key]) for key, item in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
