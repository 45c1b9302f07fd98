"""Long lists to choose from, the city's own: read once in a while by each process, for they hardly ever change."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from onegrid.catalog.models import Category
from onegrid.jurisdictions import epoch
from onegrid.jurisdictions.models import Division, Unit

_SECONDS = 60
_kept: dict[str, tuple[int, int, tuple["Choice", ...]]] = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """One option; `group`: under which heading."""

    value: str
    label: str
    group: str = ""


def categories() -> tuple[Choice, ...]:
    """Major categories: their codes begin those of the minor ones."""
    return _remembered("categories", _categories)


def units() -> tuple[Choice, ...]:
    """Active units in the order of the tree."""
    return _remembered("units", _units)


def places() -> tuple[Choice, ...]:
    """Counties and townships."""
    return _remembered("places", _places)


def forget() -> None:
    """Drop what this process remembers; correctness never needs it, tests do."""
    _kept.clear()


def _remembered(name: str, read: Callable[[], tuple[Choice, ...]]) -> tuple[Choice, ...]:
    now, window = epoch.current(), int(time.monotonic() // _SECONDS)
    known = _kept.get(name)
    if known is not None and known[:2] == (now, window) and now:
        return known[2]
    found = read()
    _kept[name] = (now, window, found)
    return found


def _categories() -> tuple[Choice, ...]:
    rows = Category.objects.filter(code_set__is_current=True).order_by("kind", "major")
    found = rows.values_list("kind", "major", "major_name").distinct()
    return tuple(Choice(f"{kind}-{major}", name) for kind, major, name in found)


def _units() -> tuple[Choice, ...]:
    rows = Unit.objects.filter(is_active=True).order_by("path").values_list("code", "name")
    return tuple(Choice(code, name) for code, name in rows)


def _places() -> tuple[Choice, ...]:
    rows = list(Division.objects.filter(level__in=("county", "township")).order_by("path").values_list("code", "name"))
    counties = {code: name for code, name in rows if len(code) == 6}
    return tuple(Choice(code, name, counties.get(code[:6], "")) for code, name in rows)
