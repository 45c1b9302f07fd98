"""The examples walk as stated, and between them they touch every node, outcome and rule."""

import csv
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from onegrid.engine.check import check
from onegrid.engine.compile import compile_sources
from onegrid.engine.dmn import compile_model, read_dmn
from onegrid.engine.rehearse import Walk, read_examples, walk, walk_all
from onegrid.engine.specification import Spec
from onegrid.feel import Evaluation
from tests.workflows.diagram import diagram
from tests.workflows.shipped import SLUGS, WORKFLOWS, examples, forms, others, sources

every_process = pytest.mark.parametrize("slug", SLUGS)


@every_process
def test_every_example_walks_as_stated(slug: str) -> None:
    found = walk(_spec(slug), (WORKFLOWS / slug / "examples.yaml").read_bytes())
    assert [(one.line, one.message_en) for one in found] == []


@every_process
def test_every_node_is_passed_by_some_example(slug: str) -> None:
    passed = {step.element for one in _walks(slug) for step in one.passed if step.process == slug}
    assert set(diagram(slug).nodes) - passed == set()


@every_process
def test_every_outcome_is_chosen_in_some_example(slug: str) -> None:
    normalised = check(sources()[slug], others(slug)).normalised
    assert normalised is not None
    declared = {(task.element, outcome.id) for task in normalised.human_tasks.values() for outcome in task.outcomes}
    assert declared - {(element, _outcome(answer)) for element, answer in _answers(slug)} <= _only_outcomes(declared)


@every_process
def test_every_rule_of_every_table_is_hit_by_some_example(slug: str) -> None:
    rules = {
        rule
        for name, content in sources()[slug].decisions.items()
        for rule in compile_model(read_dmn(content, file=name)).rule_ids
    }
    hit = {rule for one in _walks(slug) for step in one.passed if step.decision for rule in step.decision["rules"]}
    assert rules - hit == set()


@every_process
def test_answers_name_fields_of_the_task_s_form(slug: str) -> None:
    fields = {task: forms()[form].keys() for task, form in _forms_of_tasks().items()}
    for element, answer in _answers(slug):
        assert set(answer.get("answers", {})) <= fields[element], element


def test_the_classification_agrees_with_the_sectors_of_the_code_set() -> None:

    table = compile_model(read_dmn(sources()["event_dispatch"].decisions["classification.dmn"]))
    with (WORKFLOWS.parent / "fixtures" / "standards-categories.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        category = f"{row['kind']}-{row['major']}-{row['minor']}"
        answered = table.evaluate("classification", {"category": category}, Evaluation()).value
        assert answered == row["sector"], (category, row["name"])


def test_the_condition_that_a_report_states_is_the_one_suggested() -> None:
    """For every standard of the demo city, told in other people's sentences; the code set's order where none fits."""
    decision = compile_model(read_dmn(sources()["event_dispatch"].decisions["standard.dmn"]))
    names, offered = _offered()
    assert any(len(rows) > 1 for rows in offered.values())

    def suggested(category: str, text: str) -> object:
        given = {"standards": offered[category], "text": text, "category_name": names[category]}
        result = decision.evaluate("standard", given, Evaluation())
        assert not result.faults
        return result.value

    for category, rows in offered.items():
        for row in rows:
            told = f"{names[category]} 公交站旁{names[category]}影响出行，{row['condition']}，请尽快处理。"
            assert suggested(category, told) == row["code"], (category, row["condition"])
        assert suggested(category, f"{names[category]} 在这里") == rows[0]["code"]
    assert suggested("component-01-14", "井盖破损了") == "sq-c-01-14-2", "the category's own words tell nothing"


def _offered() -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    fixtures = WORKFLOWS.parent / "fixtures"
    with (fixtures / "standards-categories.csv").open(encoding="utf-8") as file:
        names = {f"{row['kind']}-{row['major']}-{row['minor']}": row["name"] for row in csv.DictReader(file)}
    offered: dict[str, list[dict[str, str]]] = {}
    with (fixtures / "standards-limits.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["stage"] == "handling":
                offered.setdefault(row["category"], []).append({key: row[key] for key in ("code", "condition")})
    return names, offered


@cache
def _spec(slug: str) -> Spec:
    return compile_sources(sources()[slug], others(slug))


@cache
def _walks(slug: str) -> tuple[Walk, ...]:
    return walk_all(_spec(slug), read_examples((WORKFLOWS / slug / "examples.yaml").read_bytes()))


@cache
def _forms_of_tasks() -> dict[str, str]:
    found: dict[str, str] = {}
    for slug in SLUGS:
        normalised = check(sources()[slug], others(slug)).normalised
        assert normalised is not None
        found.update({element: str(task.form) for element, task in normalised.human_tasks.items()})
    return found


def _answers(slug: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in examples(slug)["examples"]:
        for element, given in one.get("tasks", {}).items():
            for answer in given if isinstance(given, list) else [given]:
                yield element, answer


def _outcome(answer: dict[str, Any]) -> str | None:
    return answer.get("outcome")


def _only_outcomes(declared: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Outcomes of tasks that have but one; an example may leave them out."""
    elements = [element for element, _ in declared]
    return {(element, outcome) for element, outcome in declared if elements.count(element) == 1}
