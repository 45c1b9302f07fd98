"""The city of the walk: the real divisions and units, a published process, and the people of each pair."""

import datetime as dt
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from onegrid.cases.inputs import NewSource
from onegrid.cases.models import Attachment, Case, Incident, WorkItem
from onegrid.cases.services.add_attachment import add_attachment
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.start_case import start_case
from onegrid.catalog import draft
from onegrid.catalog.models import Form, FormVersion, Workflow, WorkflowVersion
from onegrid.intake.models import SourceSystem
from onegrid.intake.services.register_source import register_source
from onegrid.jurisdictions import tokens
from onegrid.jurisdictions.models import Person, Post, Role, Unit
from onegrid.jurisdictions.policy import SYSTEM, Actor, actor_of
from tests.cases.models import BROKEN
from tests.factories.cases import FOLDER, publish
from tests.factories.catalog import make_code_set
from tests.factories.jurisdictions import load_city
from tests.isolation.pairs import CITY, PAIRS, TOWNSHIP, Pair, Posts, staff

SECRET = "only-for-tests-0123456789"
_numbers = count(1)


@dataclass
class World:
    """What every pair shares. `people` by (pair, name); names without a pair stand under "city"."""

    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    version: WorkflowVersion | None = None
    with_decision: WorkflowVersion | None = None
    own_cases: dict[str, Case] = field(default_factory=dict)

    @property
    def published(self) -> WorkflowVersion:
        """The process of the walk."""
        assert self.version is not None
        return self.version


@dataclass
class Scene:
    """One pair in the world; what it makes is gone with the test's transaction."""

    world: World
    pair: Pair

    def person(self, name: str) -> Person:
        """Of this pair, or of the whole city."""
        return self.world.people.get((self.pair.name, name)) or self.world.people["city", name]

    def actor(self, name: str) -> Actor:
        """The person's rights."""
        return actor_of(self.person(name).pk)

    def client(self, name: str) -> APIClient:
        """A caller with a signed token; "nobody" has none, "source:<slug>" calls by the source's key."""
        client = APIClient()
        if name.startswith("source:"):  # the key of a source, not of a person
            client.credentials(HTTP_AUTHORIZATION=f"Source {name.removeprefix('source:')}.{SECRET}")
        elif name != "nobody":
            person = self.person(name)
            person.refresh_from_db(fields=["token_serial"])
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(person.pk, person.token_serial)[0]}")
        return client

    def unit(self, code: str = "") -> Unit:
        """By its code; the unit that registers, where none is named."""
        return Unit.objects.get(code=code or self.pair.unit)

    def registered(self, *, slug: str = "three_tasks", by: str = "owner") -> Case:
        """A case whose first task lies in the pool of its unit; every word in it is found nowhere else."""
        unit = self.pair.unit
        number = next(_numbers)
        return start_case(
            actor=self.actor(by),
            workflow_slug=slug,
            unit_id=self.unit().pk,
            facts={
                **{
                    "title": f"暗渠塌陷甲{number}乙",
                    "place": f"隐庐巷丙{number}丁",
                    "description": f"深水戊{number}己",
                },
                **{"division": self.pair.division, "centre": unit, "level": self.unit().level, "urgency": "critical"},
                **{"sector": "urban_management", "category": "event-01-02"},
                **{"latitude": f"33.91{number:04d}", "longitude": f"118.27{number:04d}"},
            },
            sources=[
                NewSource(
                    source="hidden-hotline",
                    channel="hotline",
                    external_id=f"HID{number:06d}",
                    reporter_name=f"庚不知{number}",
                    reporter_phone=f"1390000{number:04d}",
                )
            ],
        )

    def filed(self) -> Case:
        """A case that waits in the pool of the department in charge."""
        case = self.registered()
        complete_work_item(
            actor=self.actor("owner"),
            work_item_id=self.item(case).pk,
            outcome="file",
            answers={"lead": self.pair.lead, "amount": 1},
        )
        case.refresh_from_db()
        return case

    def stopped(self) -> Incident:
        """An incident of a case that can not go on."""
        case = self.registered(slug="stopping")
        complete_work_item(actor=self.actor("owner"), work_item_id=self.item(case).pk, answers={"note": "no"})
        return Incident.objects.select_related("case").get(case=case)

    def item(self, case: Case) -> WorkItem:
        """Its one open task."""
        return WorkItem.objects.get(case=case, status=WorkItem.Status.OPEN)

    def upload(self, by: str = "owner") -> Attachment:
        """An unbound picture."""
        return add_attachment(actor=self.actor(by), upload=picture())

    def attached(self) -> Attachment:
        """A picture of a case."""
        case, row = self.filed(), self.upload()
        complete_work_item(
            actor=self.actor("owner"),
            work_item_id=self.item(case).pk,
            answers={"handling_result": "已补", "photos": [str(row.key)]},
            opinion="属实",
        )
        row.refresh_from_db()
        assert row.case_id == case.pk
        return row

    def source(self, slug: str) -> SourceSystem:
        """A source system of the pair's unit, with a key that the walk knows."""
        return source_of(self.pair.unit, slug)


def source_of(unit: str, slug: str) -> SourceSystem:
    """A source system that may call."""
    row, _key = register_source(
        actor=SYSTEM,
        slug=slug,
        unit_code=unit,
        secret=SECRET,
        name=f"隐匿{slug}",
        channel="hotline",
        workflow="three_tasks",
    )
    return row


def words_of(case: Case) -> tuple[str, ...]:
    """What of a case must reach no stranger, in any answer."""
    source = case.sources.get()
    told = (case.number, case.title, case.place, case.description, source.external_id, source.reporter_name)
    return (*told, *point_of(case))


def point_of(case: Case) -> tuple[str, str]:
    """Where it lies, as pages and answers write it."""
    return (f"{case.latitude:.6f}", f"{case.longitude:.6f}")


def picture() -> SimpleUploadedFile:
    """One pixel, each of its own colour."""
    pixel = zlib.compress(b"\0" + struct.pack(">I", next(_numbers))[1:])
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), (b"IDAT", pixel), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return SimpleUploadedFile("隐匿.png", b"\x89PNG\r\n\x1a\n" + body, content_type="image/png")


def make_world() -> World:
    """Divisions, units, roles, two processes, and everybody."""
    load_city()
    make_code_set()
    world = World()
    world.version = publish()
    publish("stopping", bpmn=BROKEN)
    withdrawn = (FOLDER / "process.bpmn").read_text().replace("three_tasks", "taken_back")
    publish("taken_back", bpmn=withdrawn.replace(" copy_to", " copy_to withdraw", 1))
    world.with_decision = _version_with_decision(world.version)
    for form in Form.objects.all():
        Form.objects.filter(pk=form.pk).update(current_version=FormVersion.objects.get(form=form))
    source_of("C321324", "other-b")
    hire(world, "city", "operator", Posts(CITY, ("operator",)))
    hire(world, "city", "designer", Posts(CITY, ("designer",)))
    hire(world, "city", "administrator of the city", Posts(CITY, ("administrator",)))
    hire(world, "city", "mayor", Posts(CITY, ("supervisor",)))
    for pair in PAIRS:
        own = (Posts(pair.unit, TOWNSHIP),) if pair.lead == pair.unit else staff(pair.unit)
        for name in ("owner", "colleague"):
            hire(world, pair.name, name, *own)
        hire(world, pair.name, "stranger", *pair.stranger)
        for one in pair.stranger:
            if "intake" in one.roles and one.until is None and one.since < dt.date(2099, 1, 1) and not one.sectors:
                world.own_cases[pair.name] = _own_case(world, pair, one.unit)
    return world


def hire(world: World, pair: str, name: str, *posts: Posts) -> Person:
    """A person with posts; `pair` "city" for those whom every scene knows."""
    person = Person.objects.create(username=f"p{next(_numbers)}", name=f"{name}{next(_numbers)}")
    world.people[pair, name] = person
    for one in posts:
        for role in one.roles:
            Post.objects.create(
                person=person,
                unit=Unit.objects.get(code=one.unit),
                role=Role.objects.get(slug=role),
                sectors=list(one.sectors),
                grids=list(one.grids),
                since=one.since,
                until=one.until,
            )
    return person


def _version_with_decision(like: WorkflowVersion) -> WorkflowVersion:
    """So that the address of a decision file has something to answer."""
    files = {**draft.thaw(like.sources), "decisions/routing.dmn": b"<definitions/>"}
    whole = draft.checksum({name: draft.digest(content) for name, content in files.items()})
    return WorkflowVersion.objects.create(
        workflow=Workflow.objects.create(slug="deciding", title="deciding", owner="tests", kind="part"),
        number=1,
        checksum=whole,
        content_checksum=whole,
        sources=draft.freeze(files),
        origin=like.origin,
        published_at=like.published_at,
    )


def _own_case(world: World, pair: Pair, unit: str) -> Case:
    """Lists of a stranger are not empty: they hold what is theirs."""
    return start_case(
        actor=actor_of(world.people[pair.name, "stranger"].pk),
        workflow_slug="three_tasks",
        unit_id=Unit.objects.get(code=unit).pk,
        facts={"title": "自己的案件", "centre": unit, "urgency": "critical", "sector": "urban_management"},
    )


def leaves(value: Any) -> Iterator[Any]:
    """Every scalar of a JSON answer."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value
