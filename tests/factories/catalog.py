"""A designer with the right to publish, reference data, and small processes made of text, for tests of the catalog."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from onegrid.catalog.draft import Draft
from onegrid.catalog.models import Category, ClosingStandard, CodeSet, Stage, WorkflowVersion
from onegrid.catalog.services.publish_version import publish_version
from onegrid.jurisdictions.models import Person, Post, Role, Unit
from onegrid.jurisdictions.policy import SYSTEM, Actor, actor_of
from onegrid.jurisdictions.services.grant_roles import grant_roles
from onegrid.jurisdictions.services.load_roles import load_roles

ROOT = Path(__file__).resolve().parents[2]


def make_people() -> tuple[Actor, Actor]:
    """(designer at the city's centre, handler at a department): the first may publish, the second may not."""
    city = Unit.objects.create(code="C1", kind="centre", level="city", name="city", name_key="city", path="C1")
    department = Unit.objects.create(
        code="D1",
        kind="department",
        level="city",
        name="department",
        name_key="department",
        path="C1/D1",
        parent=city,
        sector="urban_management",
    )
    load_roles(actor=SYSTEM, path=ROOT / "fixtures" / "roles.yaml")
    grant_roles(actor=SYSTEM)
    return hire("wu", "designer", city), hire("li", "handler", department)


def hire(name: str, role: str, unit: Unit) -> Actor:
    """A person with one post."""
    person = Person.objects.create(username=name, name=name)
    Post.objects.create(person=person, unit=unit, role=Role.objects.get(slug=role), since=dt.date(2020, 1, 1))
    return actor_of(person.pk)


def make_code_set() -> CodeSet:
    """One category with one standard: handling 2 work days, check 4 work hours; dispatch by the set's default."""
    code_set = CodeSet.objects.create(slug="test", edition="1", title="test", is_current=True)
    for position, slug in enumerate(("handling", "check", "dispatch")):
        default = {"default_value": 1, "default_unit": "work_hour"} if slug == "dispatch" else {}
        Stage.objects.create(code_set=code_set, slug=slug, label=slug, position=position, **default)
    category = Category.objects.create(
        code_set=code_set,
        kind="event",
        major="01",
        minor="02",
        code="event-01-02",
        major_name="市容环境",
        name="暴露垃圾",
        sector="urban_management",
    )
    for stage, value, unit in (("handling", 2, "work_day"), ("check", 4, "work_hour")):
        ClosingStandard.objects.create(
            code_set=code_set,
            code="t-01-02-1",
            category=category,
            condition="成堆垃圾",
            stage=stage,
            limit_value=value,
            limit_unit=unit,
            closing_condition="清除",
            since=dt.date(2024, 1, 1),
        )
    return code_set


NOTE_FORM = """\
id: note
title: 记录
owner: 测试
components:
  - {type: textarea, key: note, label: 情况, validate: {required: true}}
"""
MANIFEST = """\
slug: {slug}
title: 测试流程
titleEn: Test process
owner: 测试
description: 两项任务的流程。
"""
TASK = """\
    <bpmn:userTask id="{id}" name="{name}">
      <bpmn:documentation>{name}。</bpmn:documentation>
      <bpmn:extensionElements>
        <onegrid:assignment role="{role}" unit="case.centre"/>
        <onegrid:form ref="{form}"/>
        <onegrid:limit {limit}/>
        {more}
      </bpmn:extensionElements>
    </bpmn:userTask>
"""
HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:onegrid="urn:onegrid:bpmn:1"
                  targetNamespace="urn:onegrid:workflows" id="definitions_{slug}">
  <bpmn:process id="{slug}" name="测试流程" isExecutable="true" onegrid:kind="part">
    <bpmn:documentation>测试用。</bpmn:documentation>
    <bpmn:startEvent id="start" name="开始"/>
"""


@dataclass(frozen=True)
class Step:
    """A task of a straight process; `call` makes it a call activity of that process instead."""

    id: str
    name: str = "任务"
    role: str = "handler"
    form: str = "note"
    limit: str = 'value="2" unit="work_hour"'
    more: str = ""
    call: str = ""

    def xml(self) -> str:
        """The element."""
        if not self.call:
            return TASK.format(
                **{name: getattr(self, name) for name in ("id", "name", "role", "form", "limit", "more")}
            )
        return (
            f'    <bpmn:callActivity id="{self.id}" name="{self.name}" calledElement="{self.call}">'
            f"<bpmn:documentation>{self.name}。</bpmn:documentation></bpmn:callActivity>\n"
        )


def straight(slug: str, *steps: Step) -> bytes:
    """start > steps > end."""
    ids = ["start", *(step.id for step in steps), "end"]
    flows = "".join(
        f'    <bpmn:sequenceFlow id="flow_{a}_{b}" sourceRef="{a}" targetRef="{b}"/>\n' for a, b in pairwise(ids)
    )
    body = "".join(step.xml() for step in steps)
    tail = '    <bpmn:endEvent id="end" name="结束" onegrid:outcome="done"/>\n'
    return (HEAD.format(slug=slug) + body + tail + flows + "  </bpmn:process>\n</bpmn:definitions>\n").encode()


def examples(*steps: Step, path: str | None = None, inner: tuple[str, ...] = ()) -> bytes:
    """One walk through all steps. `inner`: tasks of called processes."""
    tasks = [step.id for step in steps if not step.call] + list(inner)
    lines = "".join(f"      {one}: {{answers: {{note: 好}}}}\n" for one in tasks)
    walked = path or ", ".join(["start", *(step.id for step in steps), "end"])
    return (
        "case: {centre: C1}\nexamples:\n  - title: 走完\n    tasks:\n"
        f"{lines}    expect:\n      path: [{walked}]\n      outcome: done\n"
    ).encode()


def draft(slug: str = "small", *steps: Step, forms: dict[str, bytes] | None = None, **files: bytes) -> Draft:
    """A whole folder; `files` by name with `_` for `.` replace single files (b"" takes one away)."""
    steps = steps or (Step("one", "第一步"), Step("two", "第二步"))
    made = {
        "workflow.yaml": MANIFEST.format(slug=slug).encode(),
        "process.bpmn": straight(slug, *steps),
        "examples.yaml": examples(*steps),
        "README.md": b"# test\n",
    }
    made |= {name.replace("_", "."): content for name, content in files.items()}
    return Draft(
        files={name: content for name, content in made.items() if content},
        forms={"note": NOTE_FORM.encode()} if forms is None else forms,
    )


def published(actor: Actor, slug: str = "small", *steps: Step, **files: bytes) -> WorkflowVersion:
    """A published process."""
    return publish_version(actor=actor, slug=slug, sources=draft(slug, *steps, **files))
