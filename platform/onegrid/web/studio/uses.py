"""Where a form is shown: the tasks of the running versions that name it."""

from dataclasses import dataclass

from onegrid.catalog import selectors
from onegrid.catalog.gather import model_of
from onegrid.catalog.models import Workflow
from onegrid.engine.definitions import Outcome


@dataclass(frozen=True, slots=True)
class Use:
    """A process, the names of its tasks that show the form, whether it froze the form's current version, and what those
    tasks can be completed with."""

    workflow: Workflow
    tasks: tuple[str, ...]
    number: int
    is_current: bool
    outcomes: tuple[Outcome, ...] = ()


def tasks_showing(slug: str) -> list[Use]:
    """Processes that name the form themselves; those that only call one of them are left out."""
    found = []
    current = selectors.form(slug)
    numbers = dict(current.versions.values_list("pk", "number"))
    for workflow in selectors.users_of_forms([slug]):
        version = workflow.current_version
        model = model_of(selectors.sources_of(version)) if version is not None else None
        if version is None or model is None:
            continue
        tasks = [task for task in model.human_tasks.values() if task.form == slug and task.process == model.process_id]
        if tasks:
            frozen = version.forms[slug]
            names = tuple(task.name for task in tasks)
            outcomes = tuple(outcome for task in tasks for outcome in task.outcomes)
            found.append(Use(workflow, names, numbers[frozen], frozen == current.current_version_id, outcomes))
    return found
