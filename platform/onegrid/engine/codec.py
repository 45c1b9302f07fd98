"""A case as bytes and back. Loss-free for everything that `values.admit` lets in; states of older formats always open.

Layout: `OG`, the format's number, `+` if tagged values stand inside, else `-`; then JSON:
[last id, scope of the case, [scopes inside it]], a scope being [host task, number of its spec, data or null,
outcome, outcome declared by an end, human tasks passed, visits, what can be undone, [tasks]], and a task
[id, element, state, wait, holder, outcome, origin, internals].
"""

from operator import itemgetter
from typing import Any

import orjson

from onegrid.engine.act import Act
from onegrid.engine.problems import EngineError, damaged
from onegrid.engine.scope import CaseWorkflow, Scope
from onegrid.engine.specification import Spec
from onegrid.engine.upgrades import UPGRADES
from onegrid.engine.values import tagged, untagged

FORMAT = 2
_PLAIN, _TAGGED = b"OG%d-" % FORMAT, b"OG%d+" % FORMAT
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS
_FIRST = itemgetter(0)


def encode(case: CaseWorkflow) -> bytes:
    """The state of a case that has settled."""
    tags: list[bool] = []

    def tag(value: Any) -> Any:
        tags.append(True)
        return tagged(value)

    inside = list(case.frozen.values())
    inside.extend(_scope(scope) for scope in case.subprocesses.values())
    inside.sort(key=_FIRST)
    body = orjson.dumps([case.last_id, _scope(case), inside], tag, _OPTIONS)
    return (_TAGGED if tags else _PLAIN) + body


def _scope(scope: Scope) -> list[Any]:
    rows = list(scope.cold.values())
    for task in scope.tasks.values():
        rows.append(
            [
                task.id,
                task.task_spec.index,
                task._state,
                task.wait,
                task.holder,
                task.outcome,
                task.origin,
                task.internal_data or None,
            ]
        )
    rows.sort(key=_FIRST)
    host = scope.host
    return [
        host.id if host is not None else 0,
        scope.spec.number,
        scope.data if scope.spec.is_process else None,
        scope.outcome,
        scope.declared,
        scope.trail,
        scope.rounds or None,
        scope.done or None,
        rows,
    ]


def decode(spec: Spec, state: bytes, act: Act) -> CaseWorkflow:
    """The case as it was encoded; its parts are read when somebody needs them."""
    try:
        return _decoded(spec, state, act)
    except EngineError:
        raise
    except Exception as fault:
        raise damaged() from fault


def _decoded(spec: Spec, state: bytes, act: Act) -> CaseWorkflow:
    head, body = bytes(state[:4]), state[4:]
    if head == _PLAIN:
        whole = orjson.loads(body)
    elif head == _TAGGED:
        whole = untagged(orjson.loads(body))
    else:
        whole = _older(head, body)
    case = CaseWorkflow(spec, act)
    case.last_id = whole[0]
    _, _, case.data, case.outcome, case.declared, case.trail, rounds, done, rows = whole[1]
    case.rounds, case.done = rounds or {}, done or []
    case.cold = {row[0]: row for row in rows}
    case.frozen = {raw[0]: raw for raw in whole[2]}
    if spec.root.inclusive:
        case.thaw_all()
    return case


def _older(head: bytes, body: bytes) -> Any:
    """Bring a state of an earlier format up to this one, step by step."""
    number = int(head[2:3]) if head[:2] == b"OG" and head[2:3].isdigit() else 0
    if not 0 < number < FORMAT:
        raise EngineError(
            "state.format",
            "the stored state is of a format that this version does not know",
            "存储的状态格式不为此版本所知",
        )
    whole = orjson.loads(body)
    if head[3:4] == b"+":
        whole = untagged(whole)
    for upgrade in UPGRADES[number - 1 :]:
        whole = upgrade(whole)
    return whole
