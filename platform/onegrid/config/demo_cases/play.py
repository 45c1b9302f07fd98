"""play: the stories of all cases together, in order of time, each act by the service that a page would call."""

import datetime as dt
import heapq
import uuid
from collections.abc import Callable, Sequence
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from onegrid.cases.models import Attachment, Case, Due, WorkItem
from onegrid.cases.services.add_attachment import add_attachment
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.run_service_call import due_calls, run_service_call
from onegrid.catalog.models import FormVersion, WorkflowVersion
from onegrid.common import clock
from onegrid.common.errors import OneGridError
from onegrid.config.demo_cases.decisions import Scene, decide
from onegrid.config.demo_cases.drawings import drawing
from onegrid.config.demo_cases.people import People
from onegrid.config.demo_cases.stories import Story
from onegrid.intake.models import SourceSystem
from onegrid.intake.services.receive_report import receive_report
from onegrid.jurisdictions import policy
from onegrid.sla.services.fire_due_deadlines import fire, take_next

_SPACE = uuid.UUID("6f6e6567-7269-4d00-8000-64656d6f6361")
_CALLS_AT_ONCE = 100
_CLAIMED_AFTER = dt.timedelta(minutes=4)
Act = Callable[[], None]


class Past:
    """One playing, up to `now`. `photos`: what was stored; a caller who undoes the rows removes these as well."""

    def __init__(self, stories: Sequence[Story], people: People, *, now: dt.datetime) -> None:
        self.now, self.people = now, people
        self.photos: list[Attachment] = []
        self._sources = {row.slug: row for row in SourceSystem.objects.select_related("unit")}
        self._coming: list[tuple[dt.datetime, int, int, Act]] = []
        self._seen: set[int] = set()
        self._acts = 0
        for story in stories:
            self._then(story.reported(now), story, partial(self._report, story))

    def play(self, stand_at: Callable[[dt.datetime], None]) -> int:
        """Answers how many acts there were. `stand_at`: of `clock.past`."""
        acts = 0
        while self._coming and self._coming[0][0] <= self.now:
            moment, _, _, act = heapq.heappop(self._coming)
            self._fall_due(moment, stand_at)
            stand_at(moment)
            act()
            acts += 1
        self._fall_due(self.now, stand_at)
        stand_at(self.now)
        return acts

    def _then(self, moment: dt.datetime, story: Story, act: Act) -> None:
        self._acts += 1
        heapq.heappush(self._coming, (moment, story.number, self._acts, act))

    def _fall_due(self, until: dt.datetime, stand_at: Callable[[dt.datetime], None]) -> None:
        """Limits and timers at their own moments, as the sweep does it when it is not late."""
        while Due.objects.filter(at__lte=until).exists():
            row = take_next(until)
            if row is not None:
                stand_at(row.at)
            if row is None or not fire(row):
                raise RuntimeError(f"{row} failed: see the log")

    def _report(self, story: Story) -> None:
        source = self._sources[story.by]
        moment = clock.now()
        body = {
            "title": story.title,
            "description": story.told,
            "category": story.what,
            "division": story.where,
            "place": story.place,
            "reported_at": moment,
            "external_id": f"{story.by}-{moment.astimezone(clock.zone()):%Y%m%d}-{story.number:04d}",
            "reporter": {"name": story.who, "phone": f"100{story.number * 7_654_321 % 10**8:08d}"} if story.who else {},
        }
        body = {name: value for name, value in body.items() if value}
        report, _ = receive_report(source=source, key=uuid.uuid5(_SPACE, str(story.number)), body=body)
        self._go_on(story, report.case_id)

    def _go_on(self, story: Story, case_id: int) -> None:
        """Whatever opened will be done in its time, or waits; where nothing did, other systems answer at once."""
        opened = self._opened(case_id)
        while not opened and (calls := due_calls(_CALLS_AT_ONCE, clock.real_now())):
            for call in calls:
                run_service_call(outbox_id=call)
            opened = self._opened(case_id)
        for item in opened:
            self._seen.add(item.pk)
            moment = item.opened_at.astimezone(clock.zone())
            if item.element != story.stops:
                self._then(story.after(item.element, moment), story, partial(self._do, story, item.pk))
            elif story.held and item.owner_id is None:
                self._then(moment + _CLAIMED_AFTER, story, partial(self._claim, item.pk))

    def _opened(self, case_id: int) -> list[WorkItem]:
        rows = WorkItem.objects.filter(case_id=case_id, status=WorkItem.Status.OPEN).order_by("id")
        return [one for one in rows if one.pk not in self._seen]

    def _do(self, story: Story, item_id: int) -> None:
        item = WorkItem.objects.select_related("case").get(pk=item_id)
        if item.status != WorkItem.Status.OPEN:
            return
        case = item.case
        actor = policy.recalled_actor_of(self.people.doing(item, case.sector))
        scene = Scene(
            story=story,
            case=case,
            turn=story.turn(item.element, item.round),
            photo=lambda is_done: self._photo(actor, is_done=is_done),
            handler=self.people.handler_of(item.unit_id, case.sector) if item.element == "assign" else None,
        )
        decision = decide(item.element, scene)
        try:
            complete_work_item(
                actor=actor,
                work_item_id=item.pk,
                outcome=decision.outcome,
                answers=decision.answers,
                reason=decision.reason,
            )
        except OneGridError as error:
            raise RuntimeError(f"{story.title}: {item.element} {decision}") from error
        self._go_on(story, case.pk)

    def _claim(self, item_id: int) -> None:
        item = WorkItem.objects.select_related("case").get(pk=item_id)
        claim(actor=policy.recalled_actor_of(self.people.doing(item, item.case.sector)), work_item_id=item.pk)

    def _photo(self, actor: policy.Actor, *, is_done: bool) -> str:
        number = len(self.photos) + 1
        upload = SimpleUploadedFile(f"现场{number:03d}.png", drawing(number, is_done=is_done), "image/png")
        self.photos.append(add_attachment(actor=actor, upload=upload))
        return str(self.photos[-1].key)


def is_untouched() -> bool:
    """Whether nobody has registered a case here, nor published a process or form that may ask otherwise."""
    later = (model.objects.filter(number__gt=1) for model in (WorkflowVersion, FormVersion))
    return not Case.objects.exists() and not any(rows.exists() for rows in later)
