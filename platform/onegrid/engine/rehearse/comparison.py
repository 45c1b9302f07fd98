"""Holds a walk against what its example expects, and says where the two part."""

from collections.abc import Iterator, Mapping
from typing import Any

from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem, Severity
from onegrid.engine.rehearse.examples import Example, Path
from onegrid.engine.rehearse.walker import Walk
from onegrid.engine.specification import Spec
from onegrid.feel import NoFeelValue, to_json

Words = str | int | tuple[str, str]
_ENDED = ("the end of the walk", "走查结束")
_OVER = ("the end of the stated path", "路径结束")


def compare(spec: Spec, example: Example, walk: Walk) -> Iterator[Problem]:
    """Every difference; where the walk itself stopped with a fault, that comes first."""

    def found(code: str, **parts: Words) -> Problem:
        return problem(code, None, line=example.line, title=example.title, **parts)

    yield from _unknown_elements(spec, example, found)
    yield from walk.problems
    expect = example.expect
    for incident in walk.incidents:
        if incident.element != expect.incident:
            reason = (incident.message_en, incident.message_zh)
            yield found("example.incident", name=incident.element, reason=reason)
    if expect.incident is not None and not walk.incidents:
        yield _differs(found, ("the incident", "异常"), expect.incident, None)
    if expect.path:
        yield from _path(spec, example, walk, found)
    if any(each.severity is Severity.ERROR for each in walk.problems):
        return  # what follows would only repeat it
    yield from _end(example, walk, found)
    for word, expected, actual in (
        (("case.", "case."), expect.facts, walk.case),
        (("data.", "data."), expect.data, walk.data),
    ):
        for name, value in expected.items():
            if not _same(value, actual.get(name)):
                yield _differs(found, (word[0] + name, word[1] + name), value, actual.get(name))
    if expect.milestones is not None and list(expect.milestones) != walk.milestones:
        yield _differs(found, ("milestones", "里程碑"), list(expect.milestones), walk.milestones)


def _end(example: Example, walk: Walk, found: Any) -> Iterator[Problem]:
    expect = example.expect
    if expect.open is not None:
        if sorted(expect.open) != sorted(walk.open):
            yield _differs(found, ("open", "打开的元素"), sorted(expect.open), sorted(walk.open))
    elif walk.finished is None and not walk.incidents:
        yield found("example.not_finished", open=", ".join(walk.open) or "–")
    if expect.outcome is not None:
        outcome = None if walk.finished is None else walk.finished.outcome
        if outcome != expect.outcome:
            yield _differs(found, ("the outcome", "结果"), expect.outcome, outcome)


def _differs(found: Any, what: tuple[str, str], expected: Any, actual: Any) -> Problem:
    made: Problem = found("example.expected", what=what, expected=_shown(expected), actual=_shown(actual))
    return made


def _path(spec: Spec, example: Example, walk: Walk, found: Any) -> Iterator[Problem]:
    path = example.expect.path
    actual = list(compared_path(spec, path, walk))
    step, expected, came = _first_difference(path, actual)
    if step:
        walked = " → ".join(actual[:step][-6:]) or "–"
        yield found("example.path", step=step, expected=expected, actual=came, walked=walked)


def compared_path(spec: Spec, path: Path, walk: Walk) -> Iterator[str]:
    """The passed elements that the path speaks of, under the names that it uses.

    Gateways count only if it names one, elements of a called process only if it names one of them.
    """
    main = spec.process.id
    elements = _elements(spec)
    named = set(_flat(path))
    gateways = {step.element for step in walk.passed if step.kind.endswith("Gateway")}
    with_gateways = bool(named & gateways)
    processes = {name.partition("/")[0] for name in named if "/" in name} | {main}
    for process, own in elements.items():
        if own & (named - elements[main]):
            processes.add(process)
    for step in walk.passed:
        if step.process not in processes or (step.kind.endswith("Gateway") and not with_gateways):
            continue
        full = f"{step.process}/{step.element}"
        yield full if full in named else step.element


def stated_path(path: Path) -> tuple[str, ...]:
    """The stated path as people read it: branches that run side by side in one step, `a → b | c`."""
    return tuple(item if isinstance(item, str) else " | ".join(" → ".join(branch) for branch in item) for item in path)


def _elements(spec: Spec) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {spec.process.id: set()}
    for scope in spec.scopes:
        found.setdefault(scope.process_id, set()).update(node.element for node in scope.nodes)
    return found


def _flat(path: Path) -> Iterator[str]:
    for item in path:
        if isinstance(item, str):
            yield item
        else:
            yield from (name for branch in item for name in branch)


def _first_difference(path: Path, actual: list[str]) -> tuple[int, Words, Words]:
    """Number from 1 of the step where the two part, and both sides; 0 where they agree.

    Branches of a parallel part run on side by side; all ways to place a step are kept, so equal ids don't mislead.
    """
    places: set[tuple[int, tuple[int, ...]]] = {(0, ())}
    for number, element in enumerate(actual, 1):
        onward = {after for place in places for name, after in _next(path, place) if name == element}
        if not onward:
            expected = sorted({name for place in places for name, _ in _next(path, place)})
            return number, " / ".join(expected) if expected else _OVER, element
        places = onward
    if any(_is_over(path, place) for place in places):
        return 0, "", ""
    expected = sorted({name for place in places for name, _ in _next(path, place)})
    return len(actual) + 1, " / ".join(expected), _ENDED


def _next(path: Path, place: tuple[int, tuple[int, ...]]) -> Iterator[tuple[str, tuple[int, tuple[int, ...]]]]:
    at, inside = place
    if at >= len(path):
        return
    item = path[at]
    if isinstance(item, str):
        yield item, (at + 1, ())
        return
    done = inside or (0,) * len(item)
    for index, branch in enumerate(item):
        if done[index] < len(branch):
            after = (*done[:index], done[index] + 1, *done[index + 1 :])
            is_over = all(count == len(each) for count, each in zip(after, item, strict=True))
            yield branch[done[index]], (at + 1, ()) if is_over else (at, after)


def _is_over(path: Path, place: tuple[int, tuple[int, ...]]) -> bool:
    return place == (len(path), ())


def _unknown_elements(spec: Spec, example: Example, found: Any) -> Iterator[Problem]:
    elements = _elements(spec)
    known = {name for own in elements.values() for name in own}
    known |= {f"{process}/{name}" for process, own in elements.items() for name in own}
    expect = example.expect
    spoken: tuple[tuple[tuple[str, str], Any], ...] = (
        (("human task", "人工任务"), example.tasks),
        (("service task", "服务任务"), example.calls),
        (("element", "元素"), [event.when for event in example.events if event.when]),
        (("element", "元素"), _flat(expect.path)),
        (("element", "元素"), expect.open or ()),
    )
    for what, names in spoken:
        for name in dict.fromkeys(names):
            if name not in known:
                yield found("example.unknown_element", name=name, what=what)


def _same(expected: Any, actual: Any) -> bool:
    return bool(expected == actual) or _plain(expected) == _plain(actual)


def _plain(value: Any) -> Any:
    try:
        return to_json(_unmarked(value))
    except NoFeelValue:
        return value


def _unmarked(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _unmarked(item) for name, item in value.items()}
    return [_unmarked(item) for item in value] if isinstance(value, list | tuple) else value


def _shown(value: Any) -> str:
    text = str(_plain(value)) if value is not None else "–"
    return text if len(text) <= 200 else text[:199] + "…"
