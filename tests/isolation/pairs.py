"""Between whom the walk goes: where the hidden rows live, and who must not know of them."""

import datetime as dt
from dataclasses import dataclass, field

CENTRE = ("intake", "shift_leader", "dispatcher", "checker", "supervisor")
COUNTY = (*CENTRE, "administrator")
DEPARTMENT = ("department_lead", "handler")
TOWNSHIP = (*CENTRE, *DEPARTMENT, "grid_staff")
LONG_AGO = dt.date(2020, 1, 1)

CITY, SUYU, SUCHENG, SHUYANG = "C321300", "C321311", "C321302", "C321322"
YANGHE, YUXIN = "Z-yanghe", "C321311002"


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts of one person at one unit."""

    unit: str
    roles: tuple[str, ...]
    sectors: tuple[str, ...] = ()
    grids: tuple[str, ...] = ()
    since: dt.date = LONG_AGO
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """The rows are registered by `unit`, at `division`, and handled by `lead`; `stranger` is none of their business.

    `kinds`: which rows are walked: of cases, of units (sources, imports, posts), of persons, of the whole city.
    """

    name: str
    unit: str
    lead: str
    division: str
    stranger: tuple[Posts, ...] = ()
    kinds: frozenset[str] = field(default=frozenset({"cases", "units", "persons"}))


def urban(centre: str) -> str:
    """The department of urban management beside a centre."""
    return f"D-{centre}-urban_management"


def staff(centre: str) -> tuple[Posts, ...]:
    """Every role of a county's centre and of one of its departments, in one person."""
    return (Posts(centre, COUNTY), Posts(urban(centre), DEPARTMENT))


def _of(name: str, unit: str, division: str, *stranger: Posts, lead: str = "", kinds: str = "") -> Pair:
    chosen = {"kinds": frozenset(kinds.split())} if kinds else {}
    return Pair(name, unit, lead or urban(unit), division, stranger, **chosen)


PAIRS: tuple[Pair, ...] = (
    _of("two counties", SUYU, "321311002", *staff(SUCHENG), kinds="cases units persons city"),
    _of("two departments of one county", SUYU, "321311002", Posts(f"D-{SUYU}-traffic", DEPARTMENT)),
    _of("two sides of one department's line", SUYU, "321311002", Posts(urban(CITY), DEPARTMENT)),
    _of("a child, and what is only its parent's", SUYU, "321311002", Posts(YUXIN, TOWNSHIP)),
    _of("a place's county, and what is still with the city", CITY, "321311002", *staff(SUYU)),
    _of("the county around a zone", YANGHE, "321302150", *staff(SUCHENG)),
    _of("a zone, and the county around it", SUCHENG, "321302001", *staff(YANGHE)),
    _of("two townships", YUXIN, "321311002", Posts("C321311003", TOWNSHIP, grids=()), lead=YUXIN),
    _of("posts of another sector", SUYU, "321311002", Posts(SUYU, CENTRE, sectors=("traffic",)), kinds="cases persons"),
    _of(
        "posts that ended",
        SUYU,
        "321311002",
        *(Posts(one.unit, one.roles, until=dt.date(2024, 1, 1)) for one in staff(SUYU)),
    ),
    _of(
        "posts not begun",
        SUYU,
        "321311002",
        *(Posts(one.unit, one.roles, since=dt.date(2099, 1, 1)) for one in staff(SUYU)),
    ),
    _of("two posts, both elsewhere", SUYU, "321311002", *staff(SUCHENG), *staff(SHUYANG)),
    _of("an account without a post", SUYU, "321311002"),
    _of(
        "designer and administrator of the city",
        SUYU,
        "321311002",
        Posts(CITY, ("designer", "administrator")),
        kinds="cases persons",
    ),
)
