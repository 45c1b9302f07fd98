"""Scripts: a FEEL context whose entries become variables. Other languages are refused when the model is compiled."""

from onegrid.engine.expressions import Expression
from onegrid.engine.problems import EngineError, ModelError, Problem, Severity
from onegrid.engine.task import CaseTask
from onegrid.engine.values import admit

_FEEL = {"", "feel", "application/feel", "text/feel"}


class Script:
    """The script of one task."""

    def __init__(self, text: str, language: str, element: str) -> None:
        if language.strip().lower() not in _FEEL:
            raise ModelError((_refusal(language, element),))
        self._context = Expression(text.strip() or "{}", element)

    def run(self, my_task: CaseTask) -> None:
        """Write the entries into the data of the task; an incident where the script gives no context."""
        values = self._context.at(my_task)
        if not isinstance(values, dict):
            raise EngineError(
                "script.no_context", "the script gives no context of assignments", "脚本没有给出由赋值组成的上下文"
            )
        my_task.data.update(admit(values))


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
