"""A place on the map of its county, small, for the page of a case."""

from typing import SupportsFloat

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from onegrid.situation.plan import plan_of

WIDTH, HEIGHT = 480, 320


def place_map(division_code: str, lat: SupportsFloat | None = None, lon: SupportsFloat | None = None) -> SafeString:
    """The county's townships with the place's own marked, and a pin where the map knows coordinates; empty where the
    place is not known down to a county. On the schematic map the pin stands in the middle of its township's tile."""
    if len(division_code) < 6:
        return SafeString("")
    plan = plan_of(WIDTH, HEIGHT, county=division_code[:6])
    here = next((area for area in plan.townships if division_code.startswith(area.code)), None)
    county = next(iter(plan.counties), None)
    if county is None:
        return SafeString("")
    pin = (here.x, here.y) if here else None
    if plan.projection is not None and lat is not None and lon is not None:
        pin = plan.projection.point(float(lon), float(lat))
    shown = {"plan": plan, "county": county, "here": here, "pin": pin}
    return render_to_string("web/parts/place_map.html", shown)
