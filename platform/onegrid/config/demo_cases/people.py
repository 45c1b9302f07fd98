"""Who does a task of the demo: somebody who may, those first whose accounts can be tried."""

from onegrid.cases.candidates import persons_to_take
from onegrid.cases.models import WorkItem
from onegrid.jurisdictions import policy
from onegrid.jurisdictions.models import Person


class People:
    """`named`: persons whose accounts can sign in."""

    def __init__(self, usernames: list[str]) -> None:
        self.epoch = policy.actor_of(Person.objects.get(username=usernames[0]).pk).epoch
        self.named = set(Person.objects.filter(username__in=usernames).values_list("id", flat=True))

    def doing(self, item: WorkItem, sector: str) -> int:
        """The owner, or who takes it out of the pool."""
        if item.owner_id is not None:
            return item.owner_id
        found = self._able(item.role, item.unit_id, item.area or "", sector, item.excluded)
        return found or self._one(item.role, item.unit_id, "", sector, item.excluded)

    def handler_of(self, unit_id: int, sector: str) -> int:
        """Whom the lead of a unit sends."""
        return self._one("handler", unit_id, "", sector, [])

    def _one(self, role: str, unit_id: int, area: str, sector: str, excluded: list[int]) -> int:
        found = self._able(role, unit_id, area, sector, excluded)
        if found is None:
            raise LookupError(f"nobody at unit {unit_id} is {role}")
        return found

    def _able(self, role: str, unit_id: int, area: str, sector: str, excluded: list[int]) -> int | None:
        able = list(
            persons_to_take(role=role, unit_id=unit_id, area=area, sector=sector, excluded=excluded, epoch=self.epoch)
        )
        return next((one for one in able if one in self.named), able[0] if able else None)
