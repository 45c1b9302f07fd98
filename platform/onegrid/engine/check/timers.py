"""Timers: one time each, an ISO 8601 literal that means something or FEEL, repeating ones only where they work."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model, Word
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem
from onegrid.feel import Evaluation, compile_expression

_TIMES = ("timeDate", "timeDuration", "timeCycle")
_DURATION: Word = ("duration", "时长")
_MOMENT: Word = ("moment", "时刻")
_CYCLE: Word = ("repetition", "循环")
_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d(:\d\d)?|@\S+)$")
_REPEATED = re.compile(r"R(\d*)/(?:[^/P]+/)?(P[^/]+)")
MAX_REPETITIONS = 1000


def timers(model: Model) -> Iterator[Problem]:
    """Looks at what other engines' words became; expressions after `=` are checked with the others."""
    for process in model.running:
        for event in bpmn.all_nodes(process):
            for definition in bpmn.definitions_of(event):
                if bpmn.kind(definition) == "timerEventDefinition":
                    yield from _timer(event, definition)


def _timer(event: etree._Element, definition: etree._Element) -> Iterator[Problem]:
    times = [child for child in definition.iterchildren() if bpmn.kind(child) in _TIMES and bpmn.text_of(child)]
    if len(times) != 1:
        yield problem("timer.several" if times else "timer.empty", event)
        return
    kind, text = bpmn.kind(times[0]), bpmn.text_of(times[0])
    if not text.startswith(("=", "${", "#{")):
        yield from _literal(event, kind, text)


def _literal(event: etree._Element, kind: str, text: str) -> Iterator[Problem]:
    if kind == "timeDate":
        if not _means(f'date and time("{text}")'):
            yield problem("timer.value", event, text=text, what=_MOMENT, example="2026-05-01T08:00:00+08:00")
        elif not _ZONE.search(text):
            yield problem("timer.zone", event, text=text)
    elif kind == "timeDuration":
        if not _is_duration(text):
            yield problem("timer.value", event, text=text, what=_DURATION, example="PT4H")
    else:
        yield from _cycle(event, text)


def _cycle(event: etree._Element, text: str) -> Iterator[Problem]:
    repeated = _REPEATED.fullmatch(text)
    if repeated is None or not _is_duration(repeated.group(2)):
        yield problem("timer.value", event, text=text, what=_CYCLE, example="R3/PT10H")
    elif not repeated.group(1) and not _is_longer_than_nothing(repeated.group(2)):
        yield problem("timer.cycle_endless", event)
    elif repeated.group(1) and not 1 <= int(repeated.group(1)) <= MAX_REPETITIONS:
        yield problem("timer.cycle_count", event)


def _is_longer_than_nothing(text: str) -> bool:
    return any(_evaluated(f'duration("{text}") > duration("{nothing}")') is True for nothing in ("PT0S", "P0M"))


def _is_duration(text: str) -> bool:
    return text.startswith("P") and _means(f'duration("{text}")')


def _means(expression: str) -> bool:
    return expression.count('"') == 2 and "\\" not in expression and _evaluated(expression) is not None


def _evaluated(expression: str) -> object:
    context = Evaluation(now=datetime(2026, 1, 1, tzinfo=UTC), zone=UTC)
    return compile_expression(expression).evaluate({}, context)
