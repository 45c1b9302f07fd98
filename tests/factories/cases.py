"""A small city, a three-task process, and cases on it, for tests of cases and of what listens to them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from onegrid.cases.inputs import NewSource
from onegrid.cases.models import Case, WorkItem
from onegrid.cases.services.start_case import start_case
from onegrid.catalog import draft
from onegrid.catalog.models import Form, FormVersion, Origin, Workflow, WorkflowVersion
from onegrid.common import clock
from onegrid.jurisdictions.models import Division, Person, Post, Role, Unit, UnitArea
from onegrid.jurisdictions.policy import SYSTEM, Actor, actor_of
from onegrid.jurisdictions.services.load_roles import load_roles

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent / "three_tasks"
PLACE = "321302001001"
CITY, COUNTY, OTHER_COUNTY, TOWNSHIP = "C321300", "C321302", "C321311", "C321302001"
DEPARTMENT, OTHER_DEPARTMENT = "D-C321302-urban_management", "D-C321302-traffic"
_numbers = count(1)


@dataclass
class City:
    """Units and people by short names."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def unit(self, code: str) -> Unit:
        """The unit of a code."""
        return self.units[code]

    def actor(self, name: str) -> Actor:
        """The person's rights as they are now."""
        return actor_of(self.people[name].pk)

    def hire(
        self, name: str, *posts: tuple[str, str], sectors: Iterable[str] = (), grids: Iterable[str] = ()
    ) -> Person:
        """A person with posts (role, unit code) since long ago."""
        person = self.people.get(name) or Person.objects.create(username=f"{name}-{next(_numbers)}", name=name)
        self.people[name] = person
        for role, unit in posts:
            Post.objects.create(
                person=person,
                unit=self.units[unit],
                role=Role.objects.get(slug=role),
                sectors=list(sectors),
                grids=list(grids),
                since=dt.date(2020, 1, 1),
            )
        return person


def make_city() -> City:
    """City > two counties > one township, two departments; each role that the process names has people."""
    city = City()
    _divisions()
    top = _unit(city, CITY, "centre", "city", None)
    county = _unit(city, COUNTY, "centre", "county", top)
    _unit(city, OTHER_COUNTY, "centre", "county", top)
    _unit(city, TOWNSHIP, "centre", "township", county)
    _unit(city, DEPARTMENT, "department", "county", county, sector="urban_management")
    _unit(city, OTHER_DEPARTMENT, "department", "county", county, sector="traffic")
    for code, division in ((CITY, "321300"), (COUNTY, "321302"), (OTHER_COUNTY, "321311"), (TOWNSHIP, "321302001")):
        unit = city.unit(code)
        UnitArea.objects.create(
            unit=unit, division=Division.objects.get(code=division), level=unit.level, since=dt.date(2020, 1, 1)
        )
    load_roles(actor=SYSTEM, path=ROOT / "fixtures" / "roles.yaml")
    city.hire("intake", ("intake", COUNTY))
    city.hire("leader", ("shift_leader", COUNTY))
    city.hire("leader2", ("shift_leader", COUNTY))
    city.hire("dispatcher", ("dispatcher", COUNTY))
    city.hire("handler", ("handler", DEPARTMENT))
    city.hire("handler2", ("handler", DEPARTMENT))
    city.hire("checker", ("checker", COUNTY))
    city.hire("stranger", ("handler", OTHER_DEPARTMENT))
    city.hire("neighbour", ("shift_leader", OTHER_COUNTY))
    city.hire("mayor", ("supervisor", CITY))
    city.hire("operator", ("operator", CITY))
    return city


def _divisions() -> None:
    parent: Division | None = None
    for code, level in (("321300", "city"), ("321302", "county"), ("321302001", "township"), (PLACE, "village")):
        path = f"{parent.path}/{code}" if parent else code
        parent = Division.objects.create(code=code, name=code, name_key=code, level=level, parent=parent, path=path)
    Division.objects.create(
        code="321311",
        name="321311",
        name_key="321311",
        level="county",
        parent=Division.objects.get(code="321300"),
        path="321300/321311",
    )


def _unit(city: City, code: str, kind: str, level: str, parent: Unit | None, *, sector: str | None = None) -> Unit:
    unit = Unit.objects.create(
        code=code,
        kind=kind,
        level=level,
        name=code,
        name_key=code,
        parent=parent,
        path=f"{parent.path}/{code}" if parent else code,
        sector=sector,
    )
    city.units[code] = unit
    return unit


def publish(
    slug: str = "three_tasks", *, bpmn: str | None = None, folder: Path = FOLDER, callees: dict[str, int] | None = None
) -> WorkflowVersion:
    """A version straight into the catalog; `bpmn` stands for the folder's own diagram."""
    files = {"process.bpmn": (bpmn or (folder / "process.bpmn").read_text()).encode()}
    now = clock.now()
    forms = {}
    for path in sorted(folder.glob("forms/*.yaml")):
        form, _ = Form.objects.get_or_create(slug=path.stem, defaults={"title": path.stem, "owner": "tests"})
        row, _ = FormVersion.objects.get_or_create(
            form=form,
            number=1,
            defaults={
                "checksum": draft.digest(path.read_bytes()),
                "source": path.read_text(),
                "origin": Origin.FOLDER,
                "published_at": now,
            },
        )
        forms[path.stem] = row.pk
    workflow, _ = Workflow.objects.get_or_create(slug=slug, defaults={"title": slug, "owner": "tests", "kind": "case"})
    whole = draft.checksum({name: draft.digest(content) for name, content in files.items()})
    number = workflow.versions.count() + 1
    version = WorkflowVersion.objects.create(
        workflow=workflow,
        number=number,
        checksum=whole,
        content_checksum=whole,
        sources=draft.freeze(files),
        forms=forms,
        callees=callees or {},
        origin=Origin.FOLDER,
        published_at=now,
    )
    workflow.current_version = version
    workflow.save()
    return version


def new_case(city: City, *, slug: str = "three_tasks", by: str = "intake", sources: int = 1, **facts: object) -> Case:
    """A registered case with its first task open."""
    reports = [
        NewSource(
            source="12345",
            channel="hotline",
            external_id=f"H{next(_numbers)}",
            reply_connector="webhook",
            reply_address="http://127.0.0.1:9/reply",
        )
        for _ in range(sources)
    ]
    return start_case(
        actor=city.actor(by),
        workflow_slug=slug,
        unit_id=city.actor(by).posts[0].unit_id,
        facts={"title": "井盖缺失", "place": "幸福路 1 号", "division": PLACE, **facts},
        sources=reports,
    )


def open_item(case: Case, element: str) -> WorkItem:
    """The one open work item of an element."""
    return WorkItem.objects.get(case=case, element=element, status=WorkItem.Status.OPEN)
