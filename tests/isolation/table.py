"""All prepared rows, by operation."""

from tests.isolation import rows_cases, rows_city, rows_intake, rows_people, rows_tasks
from tests.isolation.pairs import PAIRS, Pair
from tests.isolation.shapes import Row, Stranger

ROWS: tuple[Row, ...] = (
    *rows_people.ROWS,
    *rows_city.ROWS,
    *rows_cases.ROWS,
    *rows_tasks.ROWS,
    *rows_intake.ROWS,
)


def walks() -> list[tuple[Pair, Row]]:
    """Every row between every pair that it concerns."""
    return [(pair, row) for pair in PAIRS for row in ROWS if row.where in pair.kinds]


def reference() -> list[Row]:
    """Rows of which everybody sees the same; each must say why."""
    return [row for row in ROWS if row.stranger is Stranger.ALL]
