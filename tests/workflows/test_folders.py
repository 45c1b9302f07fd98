"""Every folder is whole: manifest, names in both languages, documentation, forms that exist, no finding."""

from typing import Any

import pytest
import yaml

from onegrid.catalog import lint
from onegrid.catalog.draft import Draft
from onegrid.catalog.lint.subject import Subject
from onegrid.catalog.manifest import read_manifest
from onegrid.connectors import registry
from onegrid.engine.check import State, check
from onegrid.engine.definitions import HumanTask
from tests.workflows.shipped import ROOT, SLUGS, WORKFLOWS, forms, others, sources

every_process = pytest.mark.parametrize("slug", SLUGS)


def test_the_six_processes_are_shipped() -> None:
    parts = {"report_verification", "handling", "joint_handling", "handling_verification", "evaluation"}
    assert set(SLUGS) == {"event_dispatch", *parts}


@every_process
def test_the_folder_is_complete(slug: str) -> None:
    manifest, problems = read_manifest((WORKFLOWS / slug / "workflow.yaml").read_bytes(), slug=slug)
    assert problems == ()
    assert manifest is not None
    assert manifest.title_en and manifest.description_en
    for name in ("process.bpmn", "examples.yaml", "README.md"):
        assert (WORKFLOWS / slug / name).stat().st_size > 0


@every_process
def test_nothing_is_found_wrong(slug: str) -> None:
    fields = {form: schema.keys() for form, schema in forms().items()}
    report = check(sources()[slug], others(slug), fields=fields)
    assert [(one.code, one.element, one.message_en) for one in report.problems] == []
    assert report.state is State.PUBLISHABLE


@every_process
def test_the_house_rules_hold_for_the_demo_city(slug: str) -> None:
    """Roles, stages and connectors are those that the fixtures load and the house ships."""
    folder = WORKFLOWS / slug
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    model = check(sources()[slug], others(slug)).normalised
    assert model is not None
    subject = Subject(
        slug=slug,
        process=slug,
        draft=Draft(files=files),
        model=model,
        forms=forms(),
        roles=frozenset(role["id"] for role in _fixture("roles")["roles"]),
        stages=frozenset(stage["slug"] for stage in _fixture("standards")["stages"]),
        connectors={name: frozenset(found.operations) for name, found in registry.known().items()},
    )
    assert [(one.code, one.element, one.message_en) for one in lint.run(subject)] == []


@every_process
def test_every_role_stands_where_a_task_needs_it(slug: str) -> None:
    """A task at a township's centre, or at a lead unit of any level, finds posts of its role there."""
    places = {role["id"]: set(role["stands_at"]) for role in _fixture("roles")["roles"]}
    needed = {
        "case.centre": {"centre:city", "centre:county", "centre:township"},
        "case.units.township": {"centre:township"},
        "case.lead_unit": {"department:city", "department:county", "centre:township"},
        "unit": {"department:city", "department:county", "centre:township"},
    }
    for task in _human_tasks(slug):
        assert task.assignment is not None
        wanted = needed.get(task.assignment.unit, {"centre:city", "centre:county"})
        assert wanted <= places[task.assignment.role], task.element


@every_process
def test_each_human_task_says_all_that_a_person_needs(slug: str) -> None:
    for task in _human_tasks(slug):
        assert task.documentation, task.element
        assert task.assignment is not None, task.element
        assert task.limit is not None, task.element
        assert task.form in forms(), task.element
        assert task.outcomes, task.element
        for outcome in task.outcomes:
            assert outcome.label and outcome.label_en, (task.element, outcome.id)
            assert outcome.kind == "forward" or outcome.requires_reason or outcome.kind in ("void", "close"), (
                task.element,
                outcome.id,
            )


@every_process
def test_a_task_that_asks_for_a_photo_has_a_form_that_takes_one(slug: str) -> None:
    for task in _human_tasks(slug):
        if task.operations.photo_required:
            assert forms()[str(task.form)].has("photo"), task.element


def test_every_form_is_used_and_speaks_both_languages() -> None:
    used = {task.form for slug in SLUGS for task in _human_tasks(slug)}
    assert used == set(forms())
    for slug, form in forms().items():
        assert form.title_en and form.description_en, slug
        for one in form.walk():
            assert not one.holds or (one.label and one.label_en), (slug, one.key)


def _human_tasks(slug: str) -> list[HumanTask]:
    report = check(sources()[slug], others(slug))
    assert report.normalised is not None
    return list(report.normalised.human_tasks.values())


def _fixture(name: str) -> Any:
    return yaml.safe_load((ROOT / "fixtures" / f"{name}.yaml").read_text(encoding="utf-8"))
