"""1+9+109, departments, and who serves what on which day."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from onegrid.common.errors import Conflict, NotFound, Refused
from onegrid.common.models import AuditRecord
from onegrid.jurisdictions import days, selectors
from onegrid.jurisdictions.actor import SYSTEM
from onegrid.jurisdictions.models import Division, Level, Sector, Unit, UnitArea
from onegrid.jurisdictions.services.load_units import load_units
from onegrid.jurisdictions.services.move_area import move_area
from onegrid.jurisdictions.services.realign_units import realign_units
from tests.factories.jurisdictions import FIXTURES, actor_with

pytestmark = pytest.mark.usefixtures("city")


def _county_centres_of(township: Division, day: dt.date) -> list[str]:
    return list(
        UnitArea.objects.filter(level="county", division=township, since__lte=day)
        .filter(Q(until__isnull=True) | Q(until__gt=day))
        .values_list("unit__code", flat=True)
    )


def test_one_nine_and_all_townships() -> None:
    centres = Counter(Unit.objects.filter(kind="centre").values_list("level", flat=True))
    assert centres == {"city": 1, "county": 9, "township": 109}
    assert Unit.objects.filter(code__startswith="Z-").count() == 4


def test_each_centre_of_city_and_county_has_four_departments() -> None:
    for centre in Unit.objects.filter(kind="centre", level__in=["city", "county"]):
        sectors = set(Unit.objects.filter(parent=centre, kind="department").values_list("sector", flat=True))
        assert sectors == set(Sector.values), centre.code
    assert Unit.objects.get(code="D-C321311-urban_management").name == "宿豫区城市管理局"


def test_every_township_has_a_centre_and_exactly_one_county_level_centre() -> None:
    for township in Division.objects.filter(level="township"):
        serving = _county_centres_of(township, days.today())
        assert len(serving) == 1, township.code
        centre = Unit.objects.select_related("parent").get(code=f"C{township.code}")
        assert centre.parent is not None
        assert centre.parent.code == serving[0]
        assert centre.path == f"C321300/{serving[0]}/C{township.code}"


def test_the_database_refuses_a_second_centre_on_the_same_day() -> None:
    township = Division.objects.get(code="321311002")
    other = Unit.objects.get(code="C321302")
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitArea.objects.create(unit=other, division=township, level="county", since=dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("place", "county", "township"),
    [
        ("321311002002001", "C321311", "C321311002"),
        ("321302150001", "Z-yanghe", "C321302150"),
        ("321302450", "Z-susuyuan", "C321302450"),
        ("321311151001", "Z-hubin", "C321311151"),
        ("321371050", "Z-jingkai", "C321371050"),
        ("321371", "Z-jingkai", None),
        ("321302", "C321302", None),
        ("321300", None, None),
        (None, None, None),
    ],
)
def test_who_serves_a_place(place: str | None, county: str | None, township: str | None) -> None:
    found = selectors.case_units(place)
    assert found["units"] == {"city": "C321300", "county": county, "township": township}
    assert found["departments"]["city"]["traffic"] == "D-C321300-traffic"
    wanted = {sector: f"D-{county}-{sector}" for sector in Sector.values} if county else {}
    assert found["departments"]["county"] == wanted


def test_facts_of_a_place_are_read_off_its_code() -> None:
    assert selectors.division_facts("321311002002001") == {
        "grid": "321311002002001",
        "village": "321311002002",
        "township": "321311002",
        "county": "321311",
    }
    assert selectors.division_facts("321311002")["village"] is None
    assert set(selectors.division_facts("321300").values()) == {None}


def test_unit_above_and_within() -> None:
    yuxin = selectors.unit_by_code("C321311002")
    above = selectors.unit_above(yuxin.pk)
    assert above is not None
    assert above.code == "C321311"
    codes = set(selectors.units_within(above).values_list("code", flat=True))
    assert {"C321311", "C321311002", "D-C321311-traffic"} <= codes
    assert "C321311151" not in codes, "served by a zone"
    assert selectors.unit_above(selectors.unit_by_code("C321300").pk) is None
    with pytest.raises(NotFound):
        selectors.unit_by_code("C000000")


def test_a_second_load_changes_nothing() -> None:
    again = load_units(actor=SYSTEM, path=FIXTURES / "units.yaml")
    assert (again.created, again.changed) == (0, 0)
    assert UnitArea.objects.count() == 1 + 6 + 109 + 109


def test_a_move_planned_for_a_day_takes_place_on_it(move_clock: Callable[[dt.date], None]) -> None:
    admin = actor_with(("administrator", "C321300"))
    day = days.today() + dt.timedelta(days=10)
    move_area(actor=admin, division_code="321311005", to_unit_code="C321311", on=day, reason="区划调整")
    before = selectors.centre_serving("321311005001", Level.COUNTY)
    assert before is not None
    assert before.code == "Z-hubin"
    assert Unit.objects.get(code="C321311005").path == "C321300/Z-hubin/C321311005"
    move_clock(day)
    assert realign_units(actor=SYSTEM) == 1
    assert Unit.objects.get(code="C321311005").path == "C321300/C321311/C321311005"
    assert selectors.case_units("321311005001")["units"]["county"] == "C321311"
    assert realign_units(actor=SYSTEM) == 0
    assert _county_centres_of(Division.objects.get(code="321311005"), day - dt.timedelta(days=1)) == ["Z-hubin"]
    assert AuditRecord.objects.filter(action__in=["area.moved", "unit.moved"]).count() == 2
    load_units(actor=SYSTEM, path=FIXTURES / "units.yaml")
    assert selectors.case_units("321311005001")["units"]["county"] == "C321311", "a later load does not undo it"


def test_a_county_can_not_take_from_its_neighbour() -> None:
    admin = actor_with(("administrator", "C321311"))
    with pytest.raises((Refused, NotFound)):
        move_area(actor=admin, division_code="321311005", to_unit_code="C321311", on=days.today(), reason="")


def test_a_move_that_changes_nothing_is_told() -> None:
    admin = actor_with(("administrator", "C321300"))
    with pytest.raises(Conflict):
        move_area(actor=admin, division_code="321311005", to_unit_code="Z-hubin", on=days.today(), reason="")
