"""Which list of the workspace is asked for: all of it stands in the address."""

from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django.http import QueryDict

from onegrid.cases import queue
from onegrid.cases.queue import SORTS, Narrowing
from onegrid.jurisdictions.policy import Actor
from onegrid.web import words

_NAMES = tuple(one.name for one in fields(Narrowing))
CHOICES = {
    "light": ("late", "soon"),
    "sector": tuple(words.SECTOR)[:-1],
    "urgency": tuple(words.URGENCY)[:-1],
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: everything of a list lives there."""

    box: str
    narrowing: Narrowing
    sort: str
    after: str

    @property
    def query(self) -> str:
        """The same list again, from its beginning."""
        said = {"box": self.box, **{name: getattr(self.narrowing, name) for name in _NAMES}}
        if self.sort != "due":
            said["sort"] = self.sort
        return urlencode({name: value for name, value in said.items() if value})


def asked_of(actor: Actor, given: QueryDict) -> Asked:
    """Whatever is not known counts as not asked."""
    boxes = boxes_of(actor)
    box = given.get("box", "")
    narrowing = {name: given.get(name, "")[:80] for name in _NAMES}
    for name, known in CHOICES.items():
        if narrowing[name] not in known:
            narrowing[name] = ""
    sort = given.get("sort", "")
    return Asked(
        box=box if box in boxes else boxes[0],
        narrowing=Narrowing(**narrowing),
        sort=sort if sort in SORTS else "due",
        after=given.get("after", "")[:60],
    )


def boxes_of(actor: Actor) -> tuple[str, ...]:
    """Those that make sense for the person's posts."""
    return ("mine", "pool", *(("unit",) if queue.led_units(actor) else ()), "done", "copied")
