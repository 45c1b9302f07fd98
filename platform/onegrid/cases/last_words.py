"""What was said on a case before: opinions, reasons, returns, instructions, each with who and by which post."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onegrid.cases.models import Case, EventRecord
from onegrid.catalog import selectors as catalog
from onegrid.jurisdictions.models import Person, Post

_KINDS = ("task.completed", "task.returned", "task.transferred", "case.commented", "case.instructed")
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Said:
    """One remark. `outcome`: what the task's button said, in Chinese and English. Unit and role of who said it."""

    at: dt.datetime
    kind: str
    task: str
    outcome: str
    outcome_en: str
    person: str
    unit: str
    role: str
    role_en: str
    words: tuple[str, ...]


def last_words(case: Case, *, most: int = 6) -> list[Said]:
    """Of a case that the actor has been shown; the latest first. Acts in which nothing was said are left out."""
    rows = EventRecord.objects.filter(case_id=case.pk, kind__in=_KINDS).order_by("-seq")[:_LOOKED_AT]
    spoken = [(row, words) for row in rows if (words := _words(row))][:most]
    people, posts = _people(row for row, _ in spoken), _posts(row for row, _ in spoken)
    spec = catalog.spec_of(case.version_id)
    found = []
    for row, words in spoken:
        task = spec.human_tasks.get(row.element)
        outcome = next((one for one in task.outcomes if one.id == row.target), None) if task else None
        post = posts.get(row.post_id or 0)
        found.append(
            Said(
                at=row.at,
                kind=row.kind,
                task=task.name if task else row.element,
                outcome=outcome.label if outcome and row.kind == "task.completed" else "",
                outcome_en=outcome.label_en if outcome and row.kind == "task.completed" else "",
                person=people.get(row.person_id or 0, ""),
                unit=post.unit.name if post else "",
                role=post.role.label_zh if post else "",
                role_en=post.role.label_en if post else "",
                words=words,
            )
        )
    return found


def last_answers(case: Case, *, before: int) -> EventRecord | None:
    """The latest completion that filled in anything, of another task than the engine's task `before`."""
    rows = EventRecord.objects.filter(case_id=case.pk, kind="task.completed").exclude(task=before)
    return next((row for row in rows.order_by("-seq")[:5] if any(_filled(row.payload).values())), None)


def answers_of(case: Case, task: int) -> EventRecord | None:
    """How the engine's task was completed."""
    return EventRecord.objects.filter(case_id=case.pk, kind="task.completed", task=task).order_by("-seq").first()


def _filled(payload: dict[str, Any]) -> dict[str, Any]:
    answers = payload.get("answers")
    return answers if isinstance(answers, dict) else {}


def _words(row: EventRecord) -> tuple[str, ...]:
    said = (row.payload.get("opinion"), row.reason, row.payload.get("text"))
    return tuple(str(one) for one in said if one)


def _people(rows: Iterable[EventRecord]) -> dict[int, str]:
    ids = {row.person_id for row in rows if row.person_id}
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))


def _posts(rows: Iterable[EventRecord]) -> dict[int, Post]:
    return Post.objects.select_related("unit", "role").in_bulk({row.post_id for row in rows if row.post_id})
