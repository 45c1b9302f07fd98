"""`examples.yaml` to data; everything wrong in the file is said at once, with lines."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from onegrid.engine.findings import problem
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.rehearse.examples import (
    Answer,
    CallAnswer,
    Event,
    Example,
    Examples,
    Expectation,
    Path,
    Script,
)
from onegrid.engine.rehearse.yaml_reading import Marked, load
from onegrid.engine.values import key_text
from onegrid.feel import Evaluation, compile_expression

_TOP = ("now", "case", "examples")
_EXAMPLE = ("title", "now", "case", "data", "tasks", "calls", "messages", "signals", "expect")
_ANSWER = ("outcome", "answers", "after", "wait")
_CALL = ("result", "error", "after")
_EVENT = ("name", "key", "payload", "when")
_EXPECT = ("path", "facts", "data", "outcome", "milestones", "open", "incident")
_DEFAULT_NOW = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
_MAPPING = ("a mapping", "映射")
_LIST = ("a list", "列表")
_TEXT = ("text", "文本")
T = TypeVar("T")


def read_examples(data: bytes) -> Examples:
    """The walks; raises ModelError with all problems of the file."""
    reading = _Reading()
    document = reading.mapping(load(data), "examples.yaml", "examples.yaml")
    reading.keys(document, _TOP, "examples.yaml")
    now = reading.moment(document.get("now"), _DEFAULT_NOW, "examples.yaml")
    shared = reading.mapping(document.get("case"), "case", "examples.yaml")
    found = reading.sequence(document.get("examples"), "examples", "examples.yaml")
    if not found:
        reading.note("examples.none")
    examples = [reading.example(each, number, shared, now) for number, each in enumerate(found, 1)]
    titles = [example.title for example in examples]
    for title in dict.fromkeys(title for title in titles if titles.count(title) > 1):
        reading.note("examples.title_twice", title=title)
    if reading.problems:
        raise ModelError(tuple(reading.problems))
    return Examples(tuple(examples))


class _Reading:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.line = 1

    def note(self, code: str, **parts: str | int | tuple[str, str]) -> None:
        self.problems.append(problem(code, None, line=self.line, **parts))

    def keys(self, found: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
        self.line = getattr(found, "line", self.line)
        for name in found:
            if name not in known:
                self.note("examples.key", where=where, name=name, known=", ".join(known))

    def mapping(self, found: Any, name: str, where: str) -> Mapping[str, Any]:
        if isinstance(found, Mapping):
            return found
        if found is not None:
            self.note("examples.value", where=where, name=name, wanted=_MAPPING)
        return {}

    def sequence(self, found: Any, name: str, where: str) -> list[Any]:
        if isinstance(found, list):
            return found
        if found is not None:
            self.note("examples.value", where=where, name=name, wanted=_LIST)
        return []

    def text(self, found: Any, name: str, where: str) -> str | None:
        if found is None or isinstance(found, str):
            return found or None
        self.note("examples.value", where=where, name=name, wanted=_TEXT)
        return None

    def texts(self, found: Any, name: str, where: str) -> tuple[str, ...] | None:
        if found is None:
            return None
        each = self.sequence(found, name, where)
        if all(isinstance(item, str) for item in each):
            return tuple(each)
        self.note("examples.value", where=where, name=name, wanted=("a list of ids", "id 列表"))
        return None

    def moment(self, found: Any, default: datetime, where: str) -> datetime:
        if isinstance(found, str):
            try:
                found = datetime.fromisoformat(found)
            except ValueError:
                found = "?"
        if found is None:
            return default
        if isinstance(found, datetime) and found.tzinfo is not None:
            return found
        wanted = ("a moment with zone, 2026-03-02T09:00:00+08:00", "带时区的时刻，如 2026-03-02T09:00:00+08:00")
        self.note("examples.value", where=where, name="now", wanted=wanted)
        return default

    def duration(self, found: Any, where: str) -> timedelta:
        if found is None:
            return timedelta()
        if isinstance(found, str) and found.startswith("P") and '"' not in found:
            context = Evaluation(now=_DEFAULT_NOW, zone=UTC)
            value = compile_expression(f'duration("{found}")').evaluate({}, context)
            if isinstance(value, timedelta):
                return value
        self.note("examples.value", where=where, name="after", wanted=("a duration, P3D or PT4H", "时长，如 P3D、PT4H"))
        return timedelta()

    def example(self, found: Any, number: int, shared: Mapping[str, Any], now: datetime) -> Example:
        read = self.mapping(found, f"examples[{number}]", "examples.yaml")
        self.line = line = getattr(read, "line", self.line)
        title = self.text(read.get("title"), "title", f"#{number}")
        if title is None:
            self.note("examples.value", where=f"#{number}", name="title", wanted=_TEXT)
        where = f"“{title or number}”"
        self.keys(read, _EXAMPLE, where)
        return Example(
            title=title or str(number),
            now=self.moment(read.get("now"), now, where),
            line=line,
            case=_laid_over(shared, self.mapping(read.get("case"), "case", where)),
            data=self.mapping(read.get("data"), "data", where),
            tasks=self.scripts(read.get("tasks"), "tasks", where, self.answer),
            calls=self.scripts(read.get("calls"), "calls", where, self.call),
            events=(*self.events(read, "messages", where), *self.events(read, "signals", where)),
            expect=self.expectation(read, where),
        )

    def scripts(self, found: Any, name: str, where: str, read: Callable[[Any, str], T]) -> dict[str, Script[T]]:
        scripts: dict[str, Script[T]] = {}
        for element, script in self.mapping(found, name, where).items():
            place = f"{where} {name}: {element}"
            if isinstance(script, list):
                scripts[element] = Script(tuple(read(each, place) for each in script))
            else:
                scripts[element] = Script((read(script, place),), repeats=True)
        return scripts

    def answer(self, found: Any, where: str) -> Answer:
        read = self.mapping(found, "answer", where)
        self.keys(read, _ANSWER, where)
        wait = read.get("wait", False)
        if not isinstance(wait, bool):
            self.note("examples.value", where=where, name="wait", wanted="true / false")
        outcome = self.text(read.get("outcome"), "outcome", where)
        answers = self.mapping(read.get("answers"), "answers", where)
        return Answer(outcome, answers, self.duration(read.get("after"), where), wait is True)

    def call(self, found: Any, where: str) -> CallAnswer:
        read = self.mapping(found, "call", where)
        self.keys(read, _CALL, where)
        after = self.duration(read.get("after"), where)
        if "error" not in read:
            return CallAnswer(read.get("result"), None, after)
        error = self.mapping(read.get("error"), "error", where)
        self.keys(error, ("code", "message"), where)
        code = self.text(error.get("code"), "code", where) or "failed"
        return CallAnswer(None, (code, self.text(error.get("message"), "message", where) or ""), after)

    def events(self, example: Mapping[str, Any], name: str, where: str) -> list[Event]:
        events = []
        for each in self.sequence(example.get(name), name, where):
            read = self.mapping(each, name, where)
            self.keys(read, _EVENT, f"{where} {name}")
            title = self.text(read.get("name"), "name", where)
            if title is None:
                self.note("examples.value", where=f"{where} {name}", name="name", wanted=_TEXT)
            events.append(
                Event(
                    kind=name.removesuffix("s"),
                    name=title or "",
                    key=self.message_key(read.get("key"), f"{where} {name}"),
                    payload=self.mapping(read.get("payload"), "payload", where),
                    when=self.text(read.get("when"), "when", where),
                )
            )
        return events

    def message_key(self, found: Any, where: str) -> str | None:
        key = key_text(found)
        if key is None and found is not None:
            self.note("examples.value", where=where, name="key", wanted=_TEXT)
        return key

    def expectation(self, example: Mapping[str, Any], where: str) -> Expectation:
        read = self.mapping(example.get("expect"), "expect", where)
        where = f"{where} expect"
        self.keys(read, _EXPECT, where)
        outcome = self.text(read.get("outcome"), "outcome", where)
        path = self.path(read.get("path"), where)
        if not path and outcome is None:
            self.note("examples.value", where=where, name="path", wanted=("given, or outcome", "填写，或填写 outcome"))
        return Expectation(
            path=path,
            facts=self.mapping(read.get("facts"), "facts", where),
            data=self.mapping(read.get("data"), "data", where),
            outcome=outcome,
            milestones=self.texts(read.get("milestones"), "milestones", where),
            open=self.texts(read.get("open"), "open", where),
            incident=self.text(read.get("incident"), "incident", where),
        )

    def path(self, found: Any, where: str) -> Path:
        path: list[str | tuple[tuple[str, ...], ...]] = []
        for each in self.sequence(found, "path", where):
            if isinstance(each, str):
                path.append(each)
            elif isinstance(each, list) and each and all(_is_branch(branch) for branch in each):
                path.append(tuple((branch,) if isinstance(branch, str) else tuple(branch) for branch in each))
            else:
                wanted = ("ids, or lists of branches", "id 或分支列表")
                self.note("examples.value", where=where, name="path", wanted=wanted)
        return tuple(path)


def _is_branch(branch: Any) -> bool:
    return isinstance(branch, str) or (
        isinstance(branch, list) and bool(branch) and all(isinstance(item, str) for item in branch)
    )


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        under = merged.get(name)
        both = isinstance(under, Mapping) and isinstance(value, Mapping)
        merged[name] = _laid_over(under, value) if both and under is not None else value
    return merged


__all__ = ["Marked", "read_examples"]
