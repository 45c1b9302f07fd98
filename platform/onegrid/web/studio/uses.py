"""Where a form is shown: the tasks of the running versions that name it."""

from dataclasses import dataclass

from onegrid.catalog import selectors
from onegrid.catalog.gather import model_of
from onegrid.catalog.models import Workflow


@dataclass(frozen=True, slots=True)
class Use:
    """A process, the names of its tasks that show the form, and whether it froze the form's current version."""

    workflow: Workflow
    tasks: tuple[str, ...]
    number: int
    is_current: bool


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
        tasks = tuple(
            task.name for task in model.human_tasks.values() if task.form == slug and task.process == model.process_id
        )
        if tasks:
            frozen = version.forms[slug]
            found.append(Use(workflow, tasks, numbers[frozen], frozen == current.current_version_id))
    return found
