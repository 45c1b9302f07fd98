"""A place on the map of its county, small, for the page of a case."""

from functools import lru_cache
from typing import SupportsFloat

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from onegrid.jurisdictions import epoch
from onegrid.situation.plan import plan_of
from onegrid.web.language import is_chinese

WIDTH, HEIGHT = 480, 320


def place_map(division_code: str, lat: SupportsFloat | None = None, lon: SupportsFloat | None = None) -> SafeString:
    """The county's townships with the place's own marked, and a pin where the map knows coordinates; empty where the
    place is not known down to a county. On the schematic map the pin stands in the middle of its township's tile."""
    if len(division_code) < 6:
        return SafeString("")
    at = (float(lat), float(lon)) if lat is not None and lon is not None else None
    return _drawn(division_code[:9], at, is_chinese(), (epoch.current(), str(settings.ONEGRID_MAP_GEOJSON)))


@lru_cache(maxsize=2000)
def _drawn(division_code: str, at: tuple[float, float] | None, _chinese: bool, _as_of: tuple[int, str]) -> SafeString:
    plan = plan_of(WIDTH, HEIGHT, county=division_code[:6])
    here = next((area for area in plan.townships if division_code.startswith(area.code)), None)
    county = next(iter(plan.counties), None)
    if county is None:
        return SafeString("")
    pin = (here.x, here.y) if here else None
    if plan.projection is not None and at is not None:
        pin = plan.projection.point(at[1], at[0])
    shown = {"plan": plan, "county": county, "here": here, "pin": pin}
    return mark_safe(render_to_string("web/parts/place_map.html", shown))  # noqa: S308 - a template of ours
