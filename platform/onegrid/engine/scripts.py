"""Scripts: a FEEL context whose entries become variables; or Python, which leaves the engine as a call (ADR 22)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from onegrid.engine.expressions import Expression
from onegrid.engine.findings import problem
from onegrid.engine.problems import EngineError, ModelError, Problem, Severity
from onegrid.engine.sandbox.lacks import Lack, lacks
from onegrid.engine.sandbox.program import names_of, parse
from onegrid.engine.task import CaseTask
from onegrid.engine.values import admit
from onegrid.feel import from_json, to_json

FEEL = frozenset({"", "feel", "application/feel", "text/feel"})
CONNECTOR = "python"  # who runs such a call; no model may name it for a task of its own
OPERATION = "run"


class Script:
    """The script of one task."""

    def __init__(self, text: str, language: str, element: str) -> None:
        if language.strip().lower() not in FEEL:
            raise ModelError((_refusal(language, element),))
        self._context = Expression(text.strip() or "{}", element)

    def run(self, my_task: CaseTask) -> None:
        """Write the entries into the data of the task; an incident where the script gives no context."""
        values = self._context.at(my_task)
        if not isinstance(values, dict):
            raise EngineError(
                "script.no_context", "the script gives no context of assignments", "脚本没有给出由赋值组成的上下文"
            )
        _write(my_task, values)


class PythonScript:
    """A script that somebody else runs: what it is given, and what comes back of it."""

    def __init__(self, text: str, element: str, line: int | None) -> None:
        self.text = text
        found = lacks(text)
        if found:
            raise ModelError(tuple(lack_of(each, element, line) for each in found))
        names = names_of(parse(text))
        self._names = names.reads | names.gives

    def parameters(self, my_task: CaseTask) -> dict[str, Any]:
        """The call: the script, those of the variables that it names, and the moment of the act."""
        seen = my_task.workflow.all_names(my_task)
        given = {name: admit(seen[name]) for name in sorted(self._names) if name in seen}
        now = my_task.workflow.top_workflow.act.now
        return {"script": self.text, "variables": to_json(given, exact=True), "now": now.isoformat()}

    def take(self, my_task: CaseTask, answer: Any) -> None:
        """Write what the script has changed into the data of the task."""
        changed = from_json(answer.get("variables") if isinstance(answer, Mapping) else None)
        if not isinstance(changed, dict):
            raise EngineError("script.no_variables", "the script came back without its variables", "脚本没有返回变量")
        _write(my_task, {name: value for name, value in changed.items() if name in self._names})


def _write(my_task: CaseTask, values: Mapping[str, Any]) -> None:
    act = my_task.workflow.top_workflow.act
    for name, value in admit(values, act.room).items():
        act.write(my_task.data, name, value)


def lack_of(lack: Lack, element: str, line: int | None) -> Problem:
    """The refusal of one thing that the sandbox does not have; `line`: that of the script in the file."""
    return replace(problem("script.python_lacks", what=lack.what), element=element, line=line and line + lack.line - 1)


def _refusal(language: str, element: str) -> Problem:
    return Problem(
        "script.language",
        Severity.ERROR,
        f"scripts in {language} are not run",
        f"不执行用 {language} 编写的脚本",
        "write the script as a FEEL context, e.g. {rounds: rounds + 1}",
        "请把脚本写成 FEEL 上下文,例如 {rounds: rounds + 1}",
        element,
    )
