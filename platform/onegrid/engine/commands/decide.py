"""`decide --stdin`: decisions of DMN files, one request a line.

In `{"dmn": path, "decision": name or id, "inputs": {...}}`, out `{"result": ...}` or `{"error": ..., "code": ...}`.
Dates, times and durations are ISO 8601 text both ways, typed by the model's item definitions, or given as
`{"type": "date", "value": "2026-11-23"}`. A decision, a decision service or a business knowledge model may be asked.
Models that the file imports are looked for beside it. More entries of a request: `now` and `zone` for now() and
today(), `reasons: true` to be told why something on the way became null. Where a function was called that nobody
defines, the standard's null comes with `"diagnostics": [...]` that name it.
"""

import argparse
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from onegrid.engine.commands.lines import Unreadable, error_text, serve
from onegrid.engine.dmn import DecisionResult, Decisions
from onegrid.engine.dmn.json_inputs import typed_value
from onegrid.engine.dmn.library import Library
from onegrid.engine.problems import EngineError, ModelError, Problem
from onegrid.feel import Evaluation, NoFeelValue, Value
from onegrid.feel.json_text import json_text
from onegrid.feel.temporal import parse_date_time

_library = Library()


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's own arguments."""
    deciding = commands.add_parser("decide", help="answer decisions of DMN files, one JSON object a line")
    deciding.add_argument("--stdin", action="store_true", required=True, help="read requests until the input ends")
    deciding.set_defaults(run=run)


def run(_chosen: argparse.Namespace) -> int:
    """Answer until the input ends."""
    return serve(answer)


def answer(request: dict[str, Any]) -> str:
    """The line that answers a request."""
    path, name = _text(request, "dmn"), _text(request, "decision")
    given = request.get("inputs")
    if not isinstance(given, dict | None):
        raise Unreadable("decide.inputs", "'inputs' is no object")
    context = _surroundings(request)
    try:
        decisions = _library.decisions(Path(path))
        blocking = decisions.blocking(name)
        if blocking:
            return _refused(blocking[0])
        result = decisions.evaluate(name, _values(decisions, name, given or {}), context)
    except OSError as fault:
        return error_text("decide.file", f"'{path}' cannot be read: {fault.strerror or 'no such file'}")
    except NoFeelValue as fault:
        return error_text("decide.inputs", f"an input is no value of FEEL: {fault}")
    except ModelError as fault:
        return _refused(fault.problems[0])
    except EngineError as fault:
        return error_text(fault.code, fault.message_en)
    return _told(result, bool(request.get("reasons")), _missing(decisions, result))


def _text(request: Mapping[str, Any], name: str) -> str:
    found = request.get(name)
    if not isinstance(found, str) or not found or "\0" in found:
        raise Unreadable(f"decide.{name}", f"'{name}' is missing or no text")
    return found


def _surroundings(request: Mapping[str, Any]) -> Evaluation:
    zone: dt.tzinfo | None = None
    if isinstance(request.get("zone"), str):
        try:
            zone = ZoneInfo(request["zone"])
        except (KeyError, ValueError, OSError):
            raise Unreadable("decide.zone", "'zone' is no name of a time zone") from None
    given = request.get("now")
    if given is None:
        return Evaluation(dt.datetime.now(zone or dt.UTC), zone)  # noqa: TID251 - the command has no other clock
    now = parse_date_time(given) if isinstance(given, str) else None
    if now is None:
        raise Unreadable("decide.now", "'now' is no date and time")
    return Evaluation(now if now.tzinfo else now.replace(tzinfo=zone or dt.UTC), zone)


def _values(decisions: Decisions, name: str, given: Mapping[str, Any]) -> dict[str, Value]:
    types = decisions.input_types(name)
    return {key: typed_value(data, types.get(key)) for key, data in given.items()}


def _missing(decisions: Decisions, result: DecisionResult) -> list[Problem]:
    """The functions that were called on the way though nobody defines them; a branch not taken harms nothing."""
    unknown = [found for found in decisions.findings if found.code == "dmn.unknown-function"]
    met = {
        (one.element, f"'{dict(one.parameters).get('name')}'")
        for one in (result.reasons if unknown else ())
        if one.code == "feel.unknown-name"
    }
    return [one for one in unknown if any(one.element == at and name in one.message_en for at, name in met)]


def _refused(found: Problem) -> str:
    place = {"element": found.element, "line": found.line, "file": found.file}
    said = {key: value for key, value in place.items() if value is not None}
    return error_text(found.code, f"{found.message_en}. {found.mend_en}", **said)


def _told(result: DecisionResult, with_reasons: bool, missing: list[Problem]) -> str:
    limits = [fault for fault in result.faults if fault.code.startswith("feel.")]
    if limits:
        return error_text(limits[0].code, limits[0].message_en, element=limits[0].element)
    more = ""
    if missing:
        more = f', "diagnostics": {json_text([_diagnostic(one) for one in missing])}'
    if with_reasons:
        found = [{"code": one.code, "element": one.element, "message": one.message_en} for one in result.faults]
        found += [{"code": one.code, "element": one.element, "message": one.message_en} for one in result.reasons]
        more += f', "reasons": {json_text(found)}'
    return f'{{"result": {json_text(result.value)}{more}}}'


def _diagnostic(found: Problem) -> dict[str, Value]:
    place: dict[str, Value] = {"element": found.element, "line": found.line, "file": found.file}
    return {"severity": "error", "code": found.code, **place, "message": found.message_en, "hint": found.mend_en}
