"""A city whose cases are played at random, by a process that goes on after its closing and may be reopened."""

import random
from dataclasses import dataclass, field
from typing import Any

from onegrid.cases.hot_path import lock_case
from onegrid.cases.models import Case, WorkItem
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.return_to import return_to
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.common import clock as business
from onegrid.jurisdictions.policy import SYSTEM
from onegrid.sla.models import Clock
from onegrid.sla.services.fire_due_deadlines import fire_due_deadlines
from onegrid.sla.services.pause_clock import pause_clock
from onegrid.sla.services.resume_clock import resume_clock
from tests.factories.cases import (
    COUNTY,
    DEPARTMENT,
    FOLDER,
    OTHER_COUNTY,
    OTHER_DEPARTMENT,
    PLACE,
    TOWNSHIP,
    City,
    new_case,
    publish,
)
from tests.factories.catalog import make_code_set
from tests.sla.conftest import Time

STANDARD = "t-01-02-1"
_AFTER = """
    <bpmn:sequenceFlow id="f8" sourceRef="checked" targetRef="closed"/>
    <bpmn:intermediateThrowEvent id="closed" name="已结案" onegrid:milestone="closed"/>
    <bpmn:sequenceFlow id="f9" sourceRef="closed" targetRef="call_back"/>
    <bpmn:userTask id="call_back" name="回访">
      <bpmn:extensionElements>
        <onegrid:assignment role="shift_leader" unit="case.registered_by"/>
        <onegrid:form ref="t_check"/>
        <onegrid:operations allowed="claim release return_to"/>
        <onegrid:outcome id="satisfied" label="满意"/>
        <onegrid:outcome id="dissatisfied" label="不满意"/>
        <onegrid:outcome id="again" label="重办" kind="reopen" requiresReason="true"/>
        <onegrid:out from='if outcome = "satisfied" then "satisfied" else "dissatisfied"' to="case.satisfaction"/>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f10" sourceRef="call_back" targetRef="again_or_not"/>
    <bpmn:exclusiveGateway id="again_or_not" name="重办？" default="f_end"/>
    <bpmn:sequenceFlow id="f_again" name="重办" sourceRef="again_or_not" targetRef="handle">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">outcome = "again"</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f_end" name="结束" sourceRef="again_or_not" targetRef="end_closed"/>
    <bpmn:endEvent id="end_closed" name="结束" onegrid:outcome="closed"/>
"""
_BEFORE = (
    '    <bpmn:sequenceFlow id="f8" sourceRef="checked" targetRef="end_closed"/>\n'
    '    <bpmn:endEvent id="end_closed" name="结案" onegrid:milestone="closed" onegrid:outcome="closed"/>\n'
)


def publish_with_call_back() -> None:
    """Limits from the standard; after the closing somebody asks the reporter, who may have it done again."""
    make_code_set()
    text = (FOLDER / "process.bpmn").read_text()
    assert _BEFORE in text
    text = text.replace(_BEFORE, _AFTER)
    text = text.replace(
        '<onegrid:limit value="2" unit="work_day"/>', '<onegrid:limit standard="step" stage="handling"/>'
    )
    publish(bpmn=text)


@dataclass
class Play:
    """Cases, and somebody for each task of theirs."""

    city: City
    time: Time
    dice: random.Random
    cases: list[Case] = field(default_factory=list)

    def register(self, **facts: Any) -> Case:
        """A new case of either county, with or without a standard, a place, co-organisers."""
        dice = self.dice
        chosen = {
            "division": dice.choice([PLACE, PLACE, "321302", "321311", "321300", None]),
            "category": dice.choice(["event-01-02", ""]),
            "sector": dice.choice(["", "traffic", "urban_management"]),
            "co_units": dice.choice([[], [], [OTHER_DEPARTMENT]]),
            "centre": dice.choice([COUNTY, TOWNSHIP, None]),
            **({"standard": STANDARD} if dice.random() < 0.85 else {}),
            **facts,
        }
        by = dice.choice(["intake", "intake", "intake of the other county"])
        case = new_case(self.city, by=by, sources=dice.choice([0, 1, 2]), **chosen)
        self.cases.append(case)
        return case

    def complete(self, item: WorkItem, outcome: str | None = None, **answers: Any) -> None:
        """By whoever holds the task's role at its unit."""
        complete_work_item(
            actor=self.city.actor(f"{item.role} of {item.unit.code}"),
            work_item_id=item.pk,
            outcome=outcome,
            answers=answers,
            opinion="属实",
            reason="依据现场",
        )

    def step(self, case: Case) -> None:
        """Something that may happen to the case now."""
        items = WorkItem.objects.filter(case=case, status="open").select_related("unit")
        item = items.first()
        if item is None:
            return
        dice = self.dice.random()
        if item.element == "file":
            if dice < 0.1:
                withdraw_case(actor=SYSTEM, case_id=case.pk, reason="重复")
                return
            lead = self.dice.choice([DEPARTMENT, OTHER_DEPARTMENT, TOWNSHIP])
            self.complete(item, "reject" if dice < 0.2 else "void" if dice < 0.3 else "file", lead=lead)
        elif item.element == "handle":
            if dice < 0.25:
                self.hang_or_resume(case)
            else:
                self.complete(item, handling_result="已补")
        elif item.element == "check":
            if dice < 0.2:
                who = self.city.actor(f"{item.role} of {item.unit.code}")
                return_to(actor=who, work_item_id=item.pk, target="handle", reason="照片不清")
            else:
                self.complete(item, "failed" if dice < 0.45 else "passed")
        else:
            self.complete(item, "again" if dice < 0.3 else "dissatisfied" if dice < 0.5 else "satisfied")

    def hang_or_resume(self, case: Case) -> None:
        """The cumulative clock stands still, or goes on."""
        clock = Clock.objects.filter(case=case, kind="stage").first()
        locked = lock_case(case.pk)
        if clock is None or locked is None:
            return
        verb = resume_clock if clock.state == "paused" else pause_clock
        verb(actor=SYSTEM, case=locked.case, clock_id=clock.pk, at=business.now(), reason="hang")

    def wait(self, hours: int) -> None:
        """Time goes on; sometimes the sweep has been there, sometimes not yet."""
        import datetime as dt

        self.time.now += dt.timedelta(hours=hours)
        if self.dice.random() < 0.5:
            fire_due_deadlines()


def hire_for_everything(city: City) -> None:
    """One person for each role at each unit that may get a task, and the supervisors of these tests."""
    for unit in (COUNTY, OTHER_COUNTY):
        for role in ("shift_leader", "checker"):
            city.hire(f"{role} of {unit}", (role, unit))
    for unit in (DEPARTMENT, OTHER_DEPARTMENT, TOWNSHIP):
        city.hire(f"handler of {unit}", ("handler", unit))
    city.hire("intake of the other county", ("intake", OTHER_COUNTY))
    city.hire("supervisor of a county", ("supervisor", COUNTY))
    city.hire("supervisor of the other county", ("supervisor", OTHER_COUNTY))
    city.hire("supervisor of a township", ("supervisor", TOWNSHIP))
    city.hire("supervisor of traffic", ("supervisor", COUNTY), sectors=["traffic"])
    city.hire("two hats", ("supervisor", TOWNSHIP), ("supervisor", OTHER_COUNTY))
    city.hire("one above the other", ("supervisor", TOWNSHIP), ("supervisor", COUNTY), ("intake", OTHER_COUNTY))


SUPERVISORS = (
    "mayor",
    "supervisor of a county",
    "supervisor of the other county",
    "supervisor of a township",
    "supervisor of traffic",
    "two hats",
    "one above the other",
)
