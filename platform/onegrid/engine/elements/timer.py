"""Timers: a date, a duration from now, or a cycle with a number of repetitions."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from lxml import etree
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

from onegrid.engine import bpmn
from onegrid.engine.act import TIMER
from onegrid.engine.expressions import Expression
from onegrid.engine.problems import EngineError
from onegrid.engine.step import Timer
from onegrid.engine.task import CaseTask
from onegrid.feel import Evaluation, YearsMonths, compile_expression
from onegrid.feel.temporal import parse_date_time, parse_duration, temporal_text

if TYPE_CHECKING:
    from onegrid.engine.elements.place import Place

ENDLESS = -1  # repetitions left of a cycle without a number
_CYCLE = re.compile(r"R(\d*)/(?:([^/P]+)/)?(P[^/]+)")
_PARTS = (("timeDate", "date"), ("timeDuration", "duration"), ("timeCycle", "cycle"))
_AS_FEEL = {"date": 'date and time("{}")', "duration": 'duration("{}")'}


class TimerEvent(EventDefinition):  # type: ignore[misc]
    """`text` is ISO 8601, or FEEL where `expression` is given."""

    arms = True
    code = None

    def __init__(self, form: str, text: str, expression: Expression | None) -> None:
        super().__init__(name=text)
        self.form, self.text, self.expression = form, text, expression

    @classmethod
    def read(cls, place: "Place", node: etree._Element) -> "TimerEvent":
        """The timer as drawn; a literal that can't be read is refused."""
        for part, form in _PARTS:
            text = bpmn.text_of(bpmn.named(node, part))
            if text:
                if text.startswith("="):
                    return cls(form, text, Expression(text, place.id))
                if _literal(form, text) is None:
                    break
                return cls(form, text, None)
        raise place.refuse(
            "timer.invalid",
            "its timer is no ISO 8601 date, duration or cycle",
            "定时不是有效的 ISO 8601 日期、时长或周期",
            "write e.g. PT4H, P3D, 2026-05-01T08:00:00+08:00 or R3/PT10H, or FEEL after =",
            "请写 PT4H、P3D、2026-05-01T08:00:00+08:00 或 R3/PT10H,或在 = 后写 FEEL",
        )

    def arm(self, my_task: CaseTask) -> None:
        """Compute the first moment and wait for it."""
        now = my_task.workflow.top_workflow.act.now
        value = self.expression.at(my_task) if self.expression is not None else _literal(self.form, self.text)
        if self.form == "cycle" and isinstance(value, str):
            value = _literal("cycle", value)
        at = _moment(value, now)
        if at is None:
            raise EngineError(
                "timer.no_moment",
                f"the timer {self.text!r} gives no moment to wait for",
                f"定时“{self.text}”没有给出可等待的时刻",
            )
        if isinstance(value, _Cycle):
            my_task.internal_data["left"] = value.times
            if value.times != 1:
                my_task.internal_data["cycle"] = value.kept(now)
        self.wait(my_task, at)

    def nth_moment(self, fired: int, evaluation: Evaluation) -> dt.datetime | None:
        """Outside of any case: its first moment, or that after so many; counted from the evaluation's now."""
        value = self.expression.alone({}, evaluation) if self.expression is not None else _literal(self.form, self.text)
        if self.form == "cycle" and isinstance(value, str):
            value = _literal("cycle", value)
        if evaluation.now is None:
            return None
        if not isinstance(value, _Cycle):
            return _moment(value, evaluation.now) if fired == 0 else None
        if value.times != ENDLESS and fired >= value.times:
            return None
        return value.nth(fired, evaluation.now)

    def wait(self, my_task: CaseTask, at: dt.datetime) -> None:
        """Wait for that moment."""
        my_task.internal_data["at"] = at.isoformat()
        act = my_task.workflow.top_workflow.act
        act.begin(my_task, TIMER, Timer(my_task.id, my_task.task_spec.element, at))

    def next_after(self, my_task: CaseTask) -> tuple[dt.datetime, dict[str, Any]] | None:
        """The moment of the next repetition and what its task keeps of the cycle; None after the last.

        One without an end skips what was missed, so that a late wake comes to an end.
        """
        left = my_task.internal_data.get("left", 1)
        kept = my_task.internal_data.get("cycle") or self._kept_later(my_task) if left not in (0, 1) else None
        if kept is None:
            return None
        start, every, number = parse_date_time(kept[0]), parse_duration(kept[1]), kept[2] + 1
        if left == ENDLESS:
            number = max(number, _first_behind(my_task.workflow.top_workflow.act.now, start, every))
        at = _add(start, every, number)
        rest = {"left": max(left - 1, ENDLESS), "cycle": [kept[0], kept[1], number]}
        return (at, rest) if at is not None else None

    def _kept_later(self, my_task: CaseTask) -> list[Any] | None:
        """For a task of before cycles were kept: counted from the moment that it waits for."""
        value = self.expression.at(my_task) if self.expression is not None else self.text
        cycle = _literal("cycle", value) if isinstance(value, str) else None
        return [temporal_text(due(my_task)), temporal_text(cycle.every), 0] if cycle is not None else None


def due(my_task: CaseTask) -> dt.datetime:
    """The moment that a waiting timer waits for."""
    return dt.datetime.fromisoformat(my_task.internal_data["at"])


class _Cycle:
    """Without a first moment of its own it begins one interval after now."""

    def __init__(self, times: int, first: dt.datetime | None, every: Any) -> None:
        self.times, self.first, self.every = times, first, every

    def kept(self, now: dt.datetime) -> list[Any]:
        """Start, interval and the number of its first moment: what a state keeps, so that nothing is asked again."""
        start = now if self.first is None else _moment(self.first, now)
        return [temporal_text(start), temporal_text(self.every), int(self.first is None)]

    def nth(self, number: int, now: dt.datetime) -> dt.datetime | None:
        """Its moments, from 0, each counted from the start: 31 January, 28 February, 31 March."""
        if self.first is None:
            return _add(now, self.every, number + 1)
        start = _moment(self.first, now)
        return _add(start, self.every, number) if start is not None else None


def _literal(form: str, text: str) -> Any:
    if form != "cycle":
        return compile_expression(_AS_FEEL[form].format(text.replace('"', ""))).evaluate({}, Evaluation())
    match = _CYCLE.fullmatch(text)
    every = _literal("duration", match[3]) if match else None
    times = int(match[1]) if match is not None and match[1] else ENDLESS
    if match is None or every is None or times == 0 or (times == ENDLESS and not _is_positive(every)):
        return None
    first = _literal("date", match[2]) if match[2] else None
    return _Cycle(times, first, every)


def _is_positive(every: Any) -> bool:
    return bool(every.total > 0) if isinstance(every, YearsMonths) else every > dt.timedelta()


def _first_behind(now: dt.datetime, start: dt.datetime, every: Any) -> int:
    """The number of the first repetition behind now."""
    if isinstance(every, dt.timedelta):
        return (now.astimezone(dt.UTC) - start.astimezone(dt.UTC)) // every + 1
    number: int = ((now.year - start.year) * 12 + now.month - start.month) // every.total - 1
    while (following := _add(start, every, number)) is not None and following <= now:
        number += 1
    return number


def _moment(value: Any, now: dt.datetime) -> dt.datetime | None:
    if isinstance(value, dt.datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=now.tzinfo)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time(), now.tzinfo)
    if isinstance(value, _Cycle):
        return value.nth(0, now)
    return _add(now, value)


def _add(start: dt.datetime, duration: Any, times: int = 1) -> dt.datetime | None:
    """Days and hours as they elapse, months and years by the calendar."""
    try:
        if isinstance(duration, dt.timedelta):
            return (start.astimezone(dt.UTC) + duration * times).astimezone(start.tzinfo)
        if isinstance(duration, YearsMonths):
            months = start.year * 12 + start.month - 1 + duration.total * times
            year, month = divmod(months, 12)
            last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
            return start.replace(year=year, month=month + 1, day=min(start.day, last))
    except (ValueError, OverflowError):
        return None
    return None
