"""Ten models in the style of Flowable, RuoYi, 仿钉钉 and Camunda 7: people, walk, what is to replace."""

# ruff: noqa: E501 - tables read best one model a line

from pathlib import Path

import pytest

from onegrid.engine.check import State
from onegrid.engine.imports import Diagram, import_files

MODELS = Path(__file__).parent / "models"
People = dict[str, tuple[str, str | None]]  # task -> role, person in FEEL

PEOPLE: dict[str, People] = {
    "leave_ruoyi.bpmn": {"fill": ("", "case.registered_by"), "lead": ("ROLE101", None), "boss": ("1001", None)},
    "countersign_ruoyi.bpmn": {"sign": ("", "assignee"), "archive": ("DEPT100", None)},
    "expense_camunda.bpmn": {"finance": ("finance", None)},
    "timers_camunda.bpmn": {"handle": ("", "handler"), "escalated": ("boss", None)},
    "conditional_flows_flowable.bpmn": {
        "choose": ("", None), "repair": ("repair", None), "clean": ("clean", None), "third": ("clean", None),
    },
    "delegates_activiti.bpmn20.xml": {"review": ("", "reviewer")},
    "seal_dingtalk.bpmn": {
        "root": ("", "case.registered_by"), "node_sign": ("", "assignee"), "node_office": ("office", None),
    },
    "purchase_called_camunda.bpmn": {"q_ask": ("buyers", None)},
    "error_and_message_camunda.bpmn": {"apologise": ("demo", None)},
    "parallel_review_flowable.bpmn": {"score": ("", "expert")},
}  # fmt: skip
WALKS: dict[str, tuple[str, str]] = {
    "leave_ruoyi.bpmn": ("completed", "start fill lead approved fill lead approved long end"),
    "countersign_ruoyi.bpmn": ("completed", "start sign archive end"),
    "expense_camunda.bpmn": ("completed", "start check amount tell end"),
    "timers_camunda.bpmn": ("waiting", "start handle"),
    "conditional_flows_flowable.bpmn": ("completed", "start choose third join end"),
    "delegates_activiti.bpmn20.xml": ("completed", "start java mail set sum review end"),
    "seal_dingtalk.bpmn": ("completed", "startEventNode root node_branch node_sign node_office endEvent"),
    "purchase_called_camunda.bpmn": ("completed", "start q_start q_ask q_end quote rule within refused"),
    "error_and_message_camunda.bpmn": ("waiting", "start reserve"),
    "parallel_review_flowable.bpmn": ("completed", "start fork i_start outside score i_end inside join rest end"),
}
REPLACE: dict[str, set[tuple[str, str]]] = {
    "leave_ruoyi.bpmn": {("vendor.role", "lead"), ("vendor.role", "boss"), ("vendor.listener", "lead")},
    "countersign_ruoyi.bpmn": {("expression.not_translated", "sign"), ("vendor.role", "archive")},
    "expense_camunda.bpmn": {
        ("vendor.program", "check"), ("vendor.program", "tell"), ("vendor.role", "finance"), ("vendor.form_drawn", "finance"),
        ("vendor.kept", "start"),
    },
    "timers_camunda.bpmn": {("vendor.role", "escalated"), ("expression.translated", "late"), ("vendor.limit_read", "handle")},
    "conditional_flows_flowable.bpmn": {("vendor.people_computed", "choose"), ("vendor.role", "repair")},
    "delegates_activiti.bpmn20.xml": {
        ("vendor.listener", "delegates"), ("vendor.program", "java"), ("vendor.program", "mail"), ("vendor.person", "review"),
        ("process.not_executable", "delegates"),
    },
    "seal_dingtalk.bpmn": {
        ("vendor.listener", "seal"), ("vendor.replace", "node_sign"), ("flow.taken_as_default", "s4"),
        ("vendor.form", "node_office"),
    },
    "purchase_called_camunda.bpmn": {("rule.absent", "rule"), ("vendor.renamed", "quote"), ("vendor.role", "q_ask")},
    "error_and_message_camunda.bpmn": {
        ("vendor.program", "reserve"), ("message.no_key", "paid"), ("vendor.replace", "none"), ("vendor.role", "apologise"),
    },
    "parallel_review_flowable.bpmn": {
        ("vendor.program", "rest"), ("vendor.replace", "outside"), ("vendor.form_drawn", "outside"), ("vendor.person", "score"),
    },
}  # fmt: skip


def diagram(name: str) -> Diagram:
    return import_files({name: (MODELS / name).read_bytes()}).diagrams[0]


@pytest.mark.parametrize("name", PEOPLE)
def test_people_come_along(name: str) -> None:
    found: People = {}
    for process in diagram(name).processes:
        assert process.model is not None
        for task in process.model.human_tasks.values():
            if task.assignment is not None:
                found[task.element] = (task.assignment.role, task.assignment.person)
    assert found == PEOPLE[name]


@pytest.mark.parametrize("name", WALKS)
def test_runs(name: str) -> None:
    found = diagram(name)
    lacking = ("countersign_ruoyi.bpmn", "purchase_called_camunda.bpmn")  # a list of a bean's; a decision left behind
    expected = State.REHEARSABLE if name in lacking else State.PUBLISHABLE
    assert found.state is expected, [each for each in found.problems if each.severity == "error"]
    tried = found.processes[0].tried
    assert tried is not None
    assert (tried.state, " ".join(tried.path)) == WALKS[name]


@pytest.mark.parametrize("name", REPLACE)
def test_each_thing_to_replace_is_listed(name: str) -> None:
    found = diagram(name)
    told = {(each.code, each.element) for each in found.problems}
    assert REPLACE[name] <= told
    assert all(each.element or each.line for each in found.problems)
    loops = [each for each in found.problems if "LoopCharacteristics" in each.message_en]
    assert loops == []


@pytest.mark.parametrize("name", WALKS)
def test_no_node_is_lost_and_the_file_is_kept(name: str) -> None:
    found = diagram(name)
    assert found.original == (MODELS / name).read_bytes()
    assert found.drawing is not None
    assert found.drawing.startswith(found.original.decode().split("<process", 1)[0])
    for process in found.processes:
        assert process.report.normalised is not None
        assert "node.unaccounted" not in {each.code for each in process.report.problems}
        assert process.nodes
