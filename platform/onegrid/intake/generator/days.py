"""generate: the reports of some days, the same for the same seed, each day on its own."""

import datetime as dt
import random
import uuid
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from onegrid.intake.generator import proportions
from onegrid.intake.generator.material import CategoryRow, Material, PlaceRow, SourceRow
from onegrid.intake.generator.texts import describe, reporter

T = TypeVar("T")

_SPACE = uuid.UUID("6f6e6567-7269-4d00-8000-737571696e67")


@dataclass(frozen=True, slots=True)
class GeneratedReport:
    """When which source sends what: `body` is the body of `POST /api/v1/reports/`."""

    at: dt.datetime
    source: str
    idempotency_key: str
    body: dict[str, Any]


def generate(
    material: Material, *, seed: int, first: dt.date, days: int, per_day: int, zone: ZoneInfo
) -> Iterator[GeneratedReport]:
    """Reports of `days` days in order of time; a weekend day has fewer than `per_day`, a day with a burst more."""
    draw = _Draw(material)
    for offset in range(days):
        date = first + dt.timedelta(days=offset)
        rng = random.Random(f"{seed}/{date}")  # noqa: S311 - a reproducible draw, nothing secret
        yield from _numbered(seed, date, _day(draw, rng, date, per_day, zone))


class _Draw:
    """Cumulative weights, computed once."""

    def __init__(self, material: Material) -> None:
        self.categories = _Wheel(material.categories, _weights(material.categories))
        self.places = _Wheel(material.places, [max(1, len(one.grids)) for one in material.places])
        self.by_channel = {
            channel: [one for one in material.sources if one.channel == channel] for channel in proportions.CHANNEL
        }
        self.whole_city = [one for one in material.sources if not one.divisions]
        known = [channel for channel, rows in self.by_channel.items() if rows]
        self.channels = _Wheel(known, [proportions.CHANNEL[one] for one in known])
        self.hours = _Wheel(range(24), proportions.HOUR)

    def source(self, rng: random.Random, place: PlaceRow) -> SourceRow:
        """A source of a channel that serves the place: the nearest ones, so a zone's before its county's."""
        rows = self.by_channel[self.channels.spin(rng)]
        nearest = max(one.reach(place.village) for one in rows)
        near = [one for one in rows if one.reach(place.village) == nearest >= 0]
        return rng.choice(near or self.whole_city or rows)


class _Wheel(Generic[T]):
    """Weighted choice in O(log n)."""

    def __init__(self, items: Sequence[T], weights: Sequence[int]) -> None:
        self.items, self.edges = items, list(accumulate(weights))

    def spin(self, rng: random.Random) -> T:
        return self.items[bisect(self.edges, rng.randrange(self.edges[-1]))]


_SERVICE = "service"


def _weights(rows: Sequence[CategoryRow]) -> list[int]:
    """Of each minor: its part of its major's share, or of that of all services; the most frequent ones weigh more."""
    groups = [(row.kind, "" if row.kind == _SERVICE else row.major) for row in rows]
    factors = [proportions.FREQUENT_FACTOR if row.minor in proportions.FREQUENT_MINOR else 1 for row in rows]
    whole: Counter[tuple[str, str]] = Counter()
    for group, factor in zip(groups, factors, strict=True):
        whole[group] += factor
    return [
        max(1, _share(*group) * factor * 1000 // whole[group]) for group, factor in zip(groups, factors, strict=True)
    ]


def _share(kind: str, major: str) -> int:
    return proportions.SERVICE if kind == _SERVICE else proportions.MAJOR.get(major, proportions.OTHER)


def _day(draw: _Draw, rng: random.Random, date: dt.date, per_day: int, zone: ZoneInfo) -> list["_Found"]:
    count = per_day * proportions.WEEKEND_PERCENT // 100 if date.weekday() >= 5 else per_day
    plain = [_plain(draw, rng, date, zone) for _ in range(count)]
    repeats = [_again(draw, rng, one) for one in plain if rng.randrange(100) < proportions.REPEAT_PERCENT]
    found = plain + repeats
    if rng.randrange(100) < proportions.BURST_PERCENT_OF_DAYS:
        found += _burst(draw, rng, date, zone, max(3, per_day * proportions.BURST_SHARE_PERCENT // 100))
    return sorted(found, key=lambda one: one[0])


def _numbered(seed: int, date: dt.date, found: list["_Found"]) -> Iterator[GeneratedReport]:
    for number, (at, source, body) in enumerate(found):
        key = uuid.uuid5(_SPACE, f"{seed}/{date}/{number}")
        external = f"{source.slug}-{date:%Y%m%d}-{number:06d}"
        yield GeneratedReport(at, source.slug, str(key), {**body, "external_id": external})


_Found = tuple[dt.datetime, SourceRow, dict[str, Any]]


def _plain(draw: _Draw, rng: random.Random, date: dt.date, zone: ZoneInfo) -> _Found:
    place, category = draw.places.spin(rng), draw.categories.spin(rng)
    at = _moment(rng, date, draw.hours.spin(rng), zone)
    return at, draw.source(rng, place), _body(rng, at, place, category)


def _again(draw: _Draw, rng: random.Random, one: _Found) -> _Found:
    """Another resident tells the same half an hour to two hours later."""
    at, source, body = one
    others = [s for rows in draw.by_channel.values() for s in rows if s.slug != source.slug and not s.divisions]
    later = min(at + dt.timedelta(minutes=rng.randint(30, 120)), at.replace(hour=23, minute=59, second=59))
    return later, rng.choice(others or [source]), {**body, **reporter(rng), "reported_at": later.isoformat()}


def _burst(draw: _Draw, rng: random.Random, date: dt.date, zone: ZoneInfo, count: int) -> list[_Found]:
    centre = draw.places.spin(rng)
    township = [one for one in draw.places.items if one.village[:9] == centre.village[:9]]
    minor = rng.choice(proportions.BURST_MINORS)
    alike = [one for one in draw.categories.items if one.minor == minor] or [draw.categories.spin(rng)]
    start, found = rng.randrange(6, 20), []
    for _ in range(count):
        place = rng.choice(township)
        at = _moment(rng, date, start + rng.randrange(proportions.BURST_HOURS), zone)
        found.append((at, draw.source(rng, place), _body(rng, at, place, rng.choice(alike))))
    return found


def _moment(rng: random.Random, date: dt.date, hour: int, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(hour, rng.randrange(60), rng.randrange(60)), tzinfo=zone)


def _body(rng: random.Random, at: dt.datetime, place: PlaceRow, category: CategoryRow) -> dict[str, Any]:
    grid = rng.choice(place.grids) if place.grids and rng.randrange(100) < 85 else None
    return {
        **describe(rng, place, category),
        "category": category.code,
        "division": grid or place.village,
        "reported_at": at.isoformat(),
        **reporter(rng),
    }
