"""Cases on the straight process of six human tasks, with everything on; imported once Django stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.closed_loop import TASKS, route_table
from onegrid.cases.inputs import NewSource
from onegrid.cases.models import Case, EventRecord, Outbox, WorkItem
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.run_service_call import run_service_call
from onegrid.cases.services.start_case import start_case
from onegrid.catalog.draft import Draft, read_folder
from onegrid.catalog.services.publish_version import publish_version
from onegrid.jurisdictions import tokens
from onegrid.jurisdictions.models import Person, Post
from onegrid.jurisdictions.policy import SYSTEM, recalled_actor_of
from onegrid.sla.models import Clock, ClockState

SLUG = "bench_straight"
FOLDER = Path(__file__).parent / "straight"
COUNTY, DEPARTMENT, PLACE = "C321302", "D-C321302-urban_management", "321302001001"
ROLES = dict(
    zip(TASKS, ("shift_leader", "dispatcher", "handler", "checker", "supervisor", "shift_leader"), strict=True)
)
ANSWERS: dict[str, dict[str, Any]] = {
    "accept": {"outcome": "accept", "answers": {"standard": "sq-01-02-2", "accept_note": "属实，符合立案条件"}},
    "dispatch": {"answers": {"lead": DEPARTMENT, "dispatch_note": "请按时处置"}},
    "handle": {"answers": {"handle_note": "垃圾已清理，路面已冲洗", "cubic_metres": 3}},
    "verify": {"outcome": "passed", "answers": {"verify_note": "现场已核实"}},
    "evaluate": {"outcome": "satisfied", "answers": {"stars": 5}},
    "close": {"answers": {"closing_note": "清理完毕"}},
}


@dataclass(frozen=True)
class Cast:
    """Who does which task: one of the demo city's people with the post that it asks for."""

    person: dict[str, int]

    def token(self, task: str) -> str:
        """A signed token, as `POST /tokens/` gives it."""
        person = Person.objects.get(pk=self.person[task])
        return tokens.issue(person.pk, person.token_serial)[0]


def publish() -> Cast:
    """The process through the catalog, with all its checks."""
    call_command("make_log_partitions", verbosity=0)
    files = read_folder(FOLDER, FOLDER / "forms")
    draft = Draft({**files.files, "decisions/route.dmn": route_table()}, files.forms)
    publish_version(actor=SYSTEM, slug=SLUG, sources=draft, note="bench")
    return Cast({task: _holder(task) for task in TASKS})


def _holder(task: str) -> int:
    unit = DEPARTMENT if task == "handle" else COUNTY
    posts = Post.objects.filter(unit__code=unit, role__slug=ROLES[task]).order_by("id")
    return posts.values_list("person_id", flat=True)[0]


def start(count: int, *, prefix: str) -> list[int]:
    """Registered cases, each with its first task open."""
    unit_id = Post.objects.filter(unit__code=COUNTY).values_list("unit_id", flat=True)[0]
    return [
        start_case(
            actor=SYSTEM,
            workflow_slug=SLUG,
            unit_id=unit_id,
            facts={"title": "主干道积存垃圾", "place": "幸福路 1 号", "division": PLACE, "category": "event-01-02"},
            sources=[NewSource("12345", "hotline", f"{prefix}{at}", reply_connector="demo", reply_address="demo:x")],
        ).pk
        for at in range(count)
    ]


def open_items(cases: list[int], task: str) -> list[int]:
    """The open work items of one task, one a case."""
    found = WorkItem.objects.filter(case__in=cases, element=task, status=WorkItem.Status.OPEN).order_by("case_id")
    ids = list(found.values_list("id", flat=True))
    if len(ids) != len(cases):
        raise AssertionError(f"{task}: {len(ids)} of {len(cases)} cases have it open")
    return ids


def complete(cast: Cast, task: str, work_item_id: int) -> None:
    """What is measured: who acts is asked of the policy each time, and compared under the lock, as a request does."""
    complete_work_item(actor=recalled_actor_of(cast.person[task]), work_item_id=work_item_id, **ANSWERS[task])


def finish(cases: list[int]) -> None:
    """Let the replies go out, then look whether each case is closed with all that a completion has to leave behind."""
    for outbox_id in Outbox.objects.filter(case__in=cases).values_list("id", flat=True):
        run_service_call(outbox_id=outbox_id)
    closed = Case.objects.filter(pk__in=cases, status=Case.Status.CLOSED, lead_unit__code=DEPARTMENT)
    clocks = Clock.objects.filter(case__in=cases, state=ClockState.STOPPED, is_on_time=True)
    done = EventRecord.objects.filter(case_id__in=cases, kind="task.completed")
    wanted = (len(cases), 6 * len(cases), 6 * len(cases))
    if (closed.count(), clocks.filter(kind="task").count(), done.count()) != wanted:
        raise AssertionError("a measured case did not end as it should")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that is sent meanwhile, one entry a round trip."""
    sent: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql if isinstance(sql, str) else str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield sent
