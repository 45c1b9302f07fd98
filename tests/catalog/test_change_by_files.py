"""`event_dispatch` is changed by editing files only: new cases take the new task, running ones end without it.

The edit is the one that docs/howto/add-a-task-to-a-process.md walks through.
"""

import re
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from onegrid.cases.models import Case, CaseSource, EventRecord, Outbox, WorkItem
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.run_service_call import run_service_call
from onegrid.catalog import selectors
from onegrid.jurisdictions import policy
from tests.cases.outside import Receiver, receiver
from tests.factories.cases import COUNTY, ROOT, TOWNSHIP, City, make_city, new_case
from tests.workflows.staff import new_photo

HOWTO = ROOT / "docs" / "howto" / "add-a-task-to-a-process.md"


@pytest.fixture
def repository(tmp_path: Path, settings: Any, db: None) -> Path:
    """A copy of the shipped folders, published; the city's people come when they are needed."""
    for name in ("workflows", "forms"):
        shutil.copytree(ROOT / name, tmp_path / name)
    settings.ONEGRID_WORKFLOWS, settings.ONEGRID_FORMS = tmp_path / "workflows", tmp_path / "forms"
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def city(repository: Path) -> City:
    """A small city with the six processes published from the folders."""
    policy.forget()
    made = make_city()
    for role in ("intake", "shift_leader", "department_lead", "handler", "grid_staff", "checker"):
        made.hire(f"{role}@{TOWNSHIP}", (role, TOWNSHIP))
    call_command("load_standards", stdout=StringIO())
    call_command("publish_workflows", stdout=StringIO())
    return made


def blocks(language: str) -> list[str]:
    """The how-to's code blocks of a language, in order."""
    return re.findall(rf"```{language}\n(.*?)```", HOWTO.read_text(encoding="utf-8"), re.DOTALL)


def follow_the_howto(root: Path) -> None:
    """Do to the copies what the how-to says, with the very text that it prints."""
    folder = root / "workflows" / "event_dispatch"
    (root / "forms" / "filing_review.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    task, flows, shape, edges = blocks("xml")
    diagram = folder / "process.bpmn"
    flow = '    <bpmn:sequenceFlow id="flow_filed__settle" sourceRef="filed" targetRef="settle"/>\n'
    replace(diagram, flow, flows)
    for place, added in (
        ('    <bpmn:businessRuleTask id="settle"', task),
        ('      <bpmndi:BPMNShape id="settle_di"', shape),
    ):
        replace(diagram, place, added + place)
    for end, renamed in (("outgoing", "flow_filed__review_filing"), ("incoming", "flow_review_filing__settle")):
        replace(diagram, f"<bpmn:{end}>flow_filed__settle</bpmn:{end}>", f"<bpmn:{end}>{renamed}</bpmn:{end}>")
    edge = r'      <bpmndi:BPMNEdge id="flow_filed__settle_di".*?</bpmndi:BPMNEdge>\n'
    drawn = re.search(edge, diagram.read_text(encoding="utf-8"), re.DOTALL)
    assert drawn, "the how-to is out of date"
    replace(diagram, drawn[0], edges)
    examples = (folder / "examples.yaml").read_text(encoding="utf-8")
    examples = examples.replace("filed, settle", "filed, review_filing, settle")
    answer = blocks("yaml")[1]
    examples = re.sub(r"^(      file:)", lambda found: answer + found[1], examples, flags=re.MULTILINE)
    (folder / "examples.yaml").write_text(examples, encoding="utf-8")


def replace(path: Path, old: str, new: str) -> None:
    """One place, or the how-to is out of date."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} no longer has {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def walk(city: City, case: Case, until: str | None = None) -> list[str]:
    """Everybody does what their inbox lists, well; answers the tasks done, or stops where `until` is open."""
    done: list[str] = []
    for _ in range(30):
        for call in Outbox.objects.filter(case=case, state=Outbox.State.PENDING):
            run_service_call(outbox_id=call.pk)
        item = WorkItem.objects.filter(case=case, status=WorkItem.Status.OPEN).order_by("pk").first()
        if item is None or item.element == until:
            return done
        complete(city, item)
        done.append(item.element)
    raise AssertionError(f"no end: {done}")


def complete(city: City, item: WorkItem) -> None:
    """By who has the task, or by one of the unit with its role; with what the form asks for."""
    if item.owner_id is None:
        actor = city.actor("intake" if item.unit.code == COUNTY else f"{item.role}@{item.unit.code}")
        claim(actor=actor, work_item_id=item.pk)
    else:
        actor = policy.actor_of(item.owner_id)
    outcome, answers = ANSWERS[item.element]
    given = {key: value(city, actor) if callable(value) else value for key, value in answers.items()}
    complete_work_item(actor=actor, work_item_id=item.pk, outcome=outcome, answers=given)


def photo(_city: City, actor: policy.Actor) -> list[str]:
    """One uploaded picture, each another."""
    return [new_photo(actor)]


def a_handler(city: City, _actor: policy.Actor) -> int:
    """The handler of the township."""
    return city.people[f"handler@{TOWNSHIP}"].pk


ANSWERS: dict[str, tuple[str, dict[str, Any]]] = {
    "file": ("file", {"standard": "sq-01-02-1"}),
    "review_filing": ("done", {"review_note": "同意立案"}),
    "accept": ("accept", {}),
    "assign": ("assign", {"handler": a_handler}),
    "handle": ("done", {"photos_before": photo, "photos_after": photo, "handling_note": "已清理"}),
    "check_by_grid": ("passed", {"check_photos": photo, "check_note": "已恢复"}),
    "check_by_centre": ("passed", {"check_photos": photo, "check_note": "已恢复"}),
    "close": ("close", {"condition_met": True, "closing_note": "垃圾已清理完毕，感谢反映。"}),
    "call_back": ("satisfied", {"call_back_note": "满意"}),
}


@pytest.fixture
def outside() -> Iterator[Receiver]:
    """The reporting system, which takes the replies."""
    with receiver() as found:
        yield found


def report(city: City, outside: Receiver) -> Case:
    """A trusted report of rubbish, registered."""
    case = new_case(city, slug="event_dispatch", category="event-01-02", trusted=True, title="菜场门口暴露垃圾")
    CaseSource.objects.filter(case=case).update(reply_address=outside.address)
    return case


def elements_of(case: Case) -> set[str]:
    """Elements that the case's log names."""
    return set(EventRecord.objects.filter(case_id=case.pk).values_list("element", flat=True))


def test_new_cases_take_the_new_task_and_running_ones_end_on_their_version(
    city: City, repository: Path, outside: Receiver
) -> None:
    running = report(city, outside)
    walk(city, running, until="handle")
    follow_the_howto(repository)
    said = StringIO()
    call_command("publish_workflows", "event_dispatch", "--note", "立案须复核", stdout=said)
    assert "event_dispatch: published, v2" in said.getvalue()

    new = report(city, outside)
    assert (running.version.number, new.version.number) == (1, 2)
    done_new, done_running = walk(city, new), walk(city, running)
    for case in (new, running):
        case.refresh_from_db()
        assert case.status == Case.Status.CLOSED, case.number
    assert done_new[:3] == ["file", "review_filing", "accept"], "between the two tasks where the file puts it"
    assert "review_filing" not in done_running
    assert "review_filing" not in elements_of(running)
    assert "review_filing" in elements_of(new)
    assert running.version.number == 1
    assert len(outside.calls) == 2, "each reporter got one reply"
    with pytest.raises(KeyError):
        _ = selectors.spec_of(running.version_id).human_tasks["review_filing"]


def test_half_of_the_change_is_refused_at_its_element(city: City, repository: Path) -> None:
    """The new task without its form: nothing is published and the finding names the task."""
    follow_the_howto(repository)
    (repository / "forms" / "filing_review.yaml").unlink()
    with pytest.raises(CommandError) as refused:
        call_command("publish_workflows", "event_dispatch", stdout=StringIO())
    assert "lint.form_missing" in str(refused.value)
    assert "review_filing" in str(refused.value)
    assert selectors.current_version("event_dispatch").number == 1


def test_examples_that_were_not_brought_along_refuse_the_change(city: City, repository: Path) -> None:
    """Who draws the task but forgets the promise is told at the example."""
    examples = (repository / "workflows/event_dispatch/examples.yaml").read_bytes()
    follow_the_howto(repository)
    (repository / "workflows/event_dispatch/examples.yaml").write_bytes(examples)
    with pytest.raises(CommandError, match=r"examples\.yaml"):
        call_command("publish_workflows", "event_dispatch", stdout=StringIO())
    assert selectors.current_version("event_dispatch").number == 1
