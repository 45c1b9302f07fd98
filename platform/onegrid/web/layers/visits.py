"""What a node's panel tells: each visit with who, by which post, when, how it ended and how long it took."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from onegrid.cases.models import WorkItem
from onegrid.cases.path import CasePath
from onegrid.cases.replay import Back, Pass, Place
from onegrid.common import clock
from onegrid.engine.specification import Spec
from onegrid.web import moments, words
from onegrid.web.language import pick
from onegrid.web.layers.people import People
from onegrid.web.layers.shape import fact


class Visits:
    """Of one case. A task's visits are its work items; of every other node, the passes that the log names."""

    def __init__(self, spec: Spec, path: CasePath, people: People) -> None:
        self._spec, self._path, self._people = spec, path, people
        self._items: dict[Place, list[WorkItem]] = defaultdict(list)
        for item in path.items:
            self._items[item.process, item.element].append(item)
        self._backs: Mapping[int | None, Back] = {back.task: back for back in path.trail.backs}
        self._incidents = defaultdict(list)
        for one in path.incidents:
            self._incidents[one.element].append(one)
        self._posts = {
            (place, one.at): one.post_id for place, found in path.trail.passed.items() for one in found if one.post_id
        }

    def of(self, place: Place, kind: str) -> list[dict[str, Any]]:
        """First to last."""
        found = [self._item(item) for item in self._items[place]]
        if not found:
            found = [self._pass(one, kind) for one in self._path.trail.passed.get(place, ())]
        return found + [self._incident(one) for one in self._incidents[place[1]]]

    def _item(self, item: WorkItem) -> dict[str, Any]:
        title = str(words.word(words.TASK_STATUS, item.status))
        if item.round > 1:
            title = _("%(word)s, time %(n)d") % {"word": title, "n": item.round}
        return {"title": title, "facts": [*self._who(item), *self._when(item), *self._how(item)]}

    def _who(self, item: WorkItem) -> list[dict[str, Any]]:
        person = item.done_by or item.owner
        role = self._people.roles.get(item.role, item.role)
        post_id = self._posts.get(((item.process, item.element), item.done_at)) if item.done_at else None
        post = (post_id and self._people.posts.get(post_id)) or f"{item.unit.name} · {role}"
        facts = [fact(_("Who"), person.name)] if person else []
        facts.append(fact(_("By post"), post) if person else fact(_("Waits for"), post))
        if item.is_on_duty_desk:
            facts.append(fact(_("Note"), _("lies on the duty desk"), stored=False))
        return facts

    @staticmethod
    def _when(item: WorkItem) -> list[dict[str, Any]]:
        facts = [fact(_("Opened"), moments.exactly(item.opened_at), stored=False)]
        if item.done_at is not None:
            facts.append(fact(_("Ended"), moments.exactly(item.done_at), stored=False))
        length = moments.length(((item.done_at or clock.now()) - item.opened_at).total_seconds())
        return [*facts, fact(_("Took") if item.done_at else _("For"), length, stored=False)]

    def _how(self, item: WorkItem) -> list[dict[str, Any]]:
        facts = []
        if item.outcome:
            facts.append(fact(_("Outcome"), self._outcome(item)))
        if (back := self._backs.get(item.task)) is not None:
            facts.append(fact(_("Sent back to"), self._name(back.target)))
            facts.append(fact(_("Reason"), back.reason))
        if item.returned_from:
            facts.append(fact(_("Came back from"), self._name(item.returned_from)))
        return facts

    def _outcome(self, item: WorkItem) -> str:
        task = self._spec.human_task(item.process, item.element)
        for one in task.outcomes if task else ():
            if one.id == item.outcome:
                return pick(one.label, one.label_en)
        return item.outcome

    def _name(self, element: str) -> str:
        task = self._spec.human_tasks.get(element)
        return task.name if task is not None else element

    def _pass(self, one: Pass, kind: str) -> dict[str, Any]:
        facts = [fact(_("When"), moments.exactly(one.at), stored=False)]
        is_done_by_itself = kind in ("scriptTask", "businessRuleTask", "serviceTask", "sendTask")
        if is_done_by_itself or one.person_id is None:
            facts.append(fact(_("Who"), _("the platform by itself"), stored=False))
        elif (name := self._people.names.get(one.person_id)) is not None:
            facts.append(fact(_("In the act of"), name))
        if one.decision:
            facts.append(fact(_("Decision"), one.decision.get("decision", "")))
            rules = ", ".join(str(rule) for rule in one.decision.get("rules", ()))
            if rules:
                facts.append(fact(_("Rules hit"), rules))
        return {"title": _("Passed"), "facts": facts}

    @staticmethod
    def _incident(one: Any) -> dict[str, Any]:
        return {
            "title": _("Stopped by a fault"),
            "facts": [
                fact(_("When"), moments.exactly(one.raised_at), stored=False),
                fact(_("What"), pick(one.message_zh, one.message_en), stored=False),
            ],
        }
