"""How an import is told: as JSON and as lines for people."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from onegrid.engine.check import Report, State
from onegrid.engine.findings import problem
from onegrid.engine.imports import Diagram, Imported
from onegrid.engine.problems import Problem
from onegrid.engine.tryout import Tried

Answer = dict[str, Any]
_OUR_FAULT = frozenset({"request.fault", "request.time", "request.memory"})
_FIELDS = tuple(each.name for each in fields(Problem))


def answer_of(imported: Imported, *, with_run: bool, language: str) -> Answer:
    """The answer about a delivery's first diagram, with what is said of all its files."""
    diagram = imported.diagrams[0] if imported.diagrams else None
    others = [found for each in imported.diagrams[1:] for found in each.problems]
    problems = [*(diagram.problems if diagram else ()), *imported.problems, *others]
    return _answer(diagram, problems, with_run=with_run, language=language)


def summary_of(imported: Imported, *, with_run: bool, language: str) -> Iterator[Answer]:
    """One answer for each diagram, with its name, its state and the problems in both languages."""
    for diagram in imported.diagrams:
        answer = _answer(diagram, diagram.problems, with_run=with_run, language=language)
        said = {"file": diagram.name, "state": diagram.state, "problems": [_whole(each) for each in diagram.problems]}
        yield {**said, **answer}
    if imported.problems:
        told = Report(imported.problems).problems
        answer = _answer(None, told, with_run=False, language=language)
        yield {"file": "", "state": State.UNREADABLE, "problems": [_whole(each) for each in told], **answer}


def broken(what: str, language: str, english: str = "", chinese: str = "") -> Answer:
    """The answer where there is nothing to look at. english, chinese: more than the code's own words say."""
    found = problem({"request": "import.request", "file": "import.no_file"}[what], line=1)
    if english:
        both = (f"{found.message_en}: {english}", f"{found.message_zh}：{chinese}")
        found = replace(found, message_en=both[0], message_zh=both[1])
    return _answer(None, [found], with_run=False, language=language)


def refused(code: str, words: str | tuple[str, str], language: str) -> Answer:
    """The answer to a line that is no question, or that could not be answered to the end."""
    if isinstance(words, str):
        kept = "import.failed" if code in _OUR_FAULT else "import.request"
        found = problem(kept, line=1)
        words = (f"{found.message_en}: {words}", f"{found.message_zh}：{words}")
    else:
        kept, found = code, problem("import.no_file", line=1)
    told = replace(found, code=kept, message_en=words[0], message_zh=words[1])
    return _answer(None, [told], with_run=False, language=language)


def lines_of(imported: Imported, *, with_run: bool, language: str) -> Iterator[str]:
    """For people at a terminal."""
    for diagram in imported.diagrams:
        yield f"{diagram.name}: {diagram.state}"
        yield from (_line(each, language) for each in diagram.problems)
        for tried in _runs(diagram) if with_run else ():
            waits = f" ({', '.join(tried.waiting_on)})" if tried.waiting_on else ""
            fault = "" if tried.error is None else f": {_said(tried.error[0], tried.error[1], language)}"
            yield f"  run {tried.process}: {tried.state}{waits}{fault}"
    yield from (_line(each, language) for each in imported.problems)


def _answer(diagram: Diagram | None, problems: Iterable[Problem], *, with_run: bool, language: str) -> Answer:
    state = State.UNREADABLE if diagram is None else diagram.state
    nodes = [] if diagram is None else [node for process in diagram.processes for node in process.nodes]
    runs = _runs(diagram) if with_run and diagram is not None else []
    return {
        "accepted": state is not State.UNREADABLE,
        "deployable": state is State.PUBLISHABLE,
        "nodes": list(dict.fromkeys(nodes)),
        "diagnostics": [_diagnostic(each, language) for each in problems],
        "exported": diagram.drawing if diagram is not None else None,
        "runs": [_run(tried, language) for tried in runs],
    }


def _whole(found: Problem) -> Answer:
    """Not `asdict`: its copying takes as long as the check of a large file."""
    return {name: getattr(found, name) for name in _FIELDS}


def _runs(diagram: Diagram) -> list[Tried]:
    return [process.tried for process in diagram.processes if process.tried is not None]


def _diagnostic(found: Problem, language: str) -> Answer:
    return {
        "severity": found.severity,
        "code": found.code,
        "element": found.element,
        "line": found.line,
        "message": _said(found.message_en, found.message_zh, language),
        "hint": _said(found.mend_en, found.mend_zh, language),
        **({"file": found.file} if found.file else {}),
    }


def _run(tried: Tried, language: str) -> Answer:
    return {
        "process": tried.process,
        "state": tried.state,
        "waiting_on": list(tried.waiting_on),
        "error": None if tried.error is None else _said(*tried.error, language),
        "path": list(tried.path),
    }


def _line(found: Problem, language: str) -> str:
    place = f"{found.file + ':' if found.file else ''}{found.line or '-'}"
    lines = [f"  {found.severity} {found.code} {place} {found.element or ''}".rstrip()]
    if language in ("zh", "both"):
        lines.append(f"      {found.message_zh}。{found.mend_zh}")
    if language in ("en", "both"):
        lines.append(f"      {found.message_en}. {found.mend_en}")
    return "\n".join(lines)


def _said(english: str, chinese: str, language: str) -> str:
    return {"en": english, "zh": chinese}.get(language, f"{chinese} / {english}")
