"""A form's conditions name outcomes that its task has; else a field would be hidden, or shown, for ever."""

import re
from collections.abc import Iterator

from onegrid.catalog.findings import Table
from onegrid.catalog.forms.schema import FormSchema
from onegrid.catalog.lint.subject import Subject
from onegrid.engine.problems import Problem, Severity

_COMPARED = re.compile(r'\boutcome\s*!?=\s*"([^"]*)"')
_SAID: Table = {
    "form_outcome_unknown": (
        "The form `{form}` of {it} asks for the outcome `{outcome}`, which the task does not have.",
        "{it_zh}的表单“{form}”提到结果“{outcome}”，而该任务没有这一结果。",
        "The task has: {known}. Mend the condition in forms/{form}.yaml, or exempt it if another task means it.",
        "该任务的结果：{known}。请修正 forms/{form}.yaml 的条件；若供其他任务使用，请在清单中豁免。",
    ),
}


def check(subject: Subject) -> Iterator[Problem]:
    """One warning for each task and word."""
    for task in subject.tasks():
        form = subject.forms.get(task.form or "")
        declared = {outcome.id for outcome in task.outcomes} or {"done"}
        for word in sorted(_words(form) - declared) if form is not None else ():
            yield subject.tell(
                _SAID,
                "form_outcome_unknown",
                task.element,
                severity=Severity.WARNING,
                form=task.form,
                outcome=word,
                known=", ".join(sorted(declared)),
            )


def _words(form: FormSchema) -> set[str]:
    texts = [text for one in form.walk() for text in (one.hide, one.readonly, one.validate.get("condition"))]
    return {word for text in texts if isinstance(text, str) for word in _COMPARED.findall(text)}
