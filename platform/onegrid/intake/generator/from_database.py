"""The city's own material for the generator, read from its tables."""

from collections.abc import Collection

from onegrid.catalog.models import Category
from onegrid.intake.generator.material import CategoryRow, Material, PlaceRow, SourceRow
from onegrid.intake.models import SourceSystem
from onegrid.jurisdictions.models import Division, Level, UnitArea


def read_material(*, within: Collection[str] = ()) -> Material:
    """Categories of the current code set, villages with their grids, sources. within: divisions to keep to (all)."""
    return Material(_categories(), _places(tuple(within)), _sources())


def _categories() -> tuple[CategoryRow, ...]:
    rows = Category.objects.filter(code_set__is_current=True).prefetch_related("standards").order_by("code")
    return tuple(
        CategoryRow(
            row.code,
            row.kind,
            row.major_name,
            row.name,
            tuple(sorted({one.condition for one in row.standards.all()})),
        )
        for row in rows
    )


def _places(within: tuple[str, ...]) -> tuple[PlaceRow, ...]:
    grids: dict[str, list[str]] = {}
    for code in Division.objects.filter(level=Level.GRID).order_by("code").values_list("code", flat=True):
        grids.setdefault(code[:12], []).append(code)
    villages = Division.objects.filter(level=Level.VILLAGE).select_related("parent__parent").order_by("code")
    return tuple(
        PlaceRow(one.code, _names(one), tuple(grids.get(one.code, ())))
        for one in villages
        if not within or one.code.startswith(within)
    )


def _names(village: Division) -> tuple[str, ...]:
    names, here = [village.name], village.parent
    while here is not None and len(names) < 3:
        names.append(here.name)
        here = here.parent
    return tuple(reversed(names))


def _sources() -> tuple[SourceRow, ...]:
    """A county-level centre's source tells of the divisions that the centre serves; a zone's of its townships."""
    served: dict[int, list[str]] = {}
    for unit_id, code in UnitArea.objects.filter(until__isnull=True, unit__level="county").values_list(
        "unit_id", "division__code"
    ):
        served.setdefault(unit_id, []).append(code)
    found = []
    for row in SourceSystem.objects.select_related("unit").filter(is_active=True).order_by("slug"):
        codes = served.get(row.unit_id, []) if row.unit.level == "county" else []
        found.append(SourceRow(row.slug, row.channel, tuple(sorted(codes))))
    return tuple(found)
