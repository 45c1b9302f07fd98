"""Commands of intake: generated days as NDJSON, and published keys only in a demo."""

from io import StringIO
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from onegrid.intake.models import SourceSystem
from onegrid.intake.serializers import ReportInput
from onegrid.jurisdictions.models import Division
from tests.factories.cases import PLACE, City
from tests.intake.conftest import MakeSource


@pytest.fixture
def generated(city: City, make_source: MakeSource, tmp_path: Path) -> Any:
    """Lines of the command, by seed."""
    Division.objects.create(
        code=f"{PLACE}001",
        name="网格1",
        name_key="1",
        level="grid",
        parent=Division.objects.get(code=PLACE),
        path=f"321300/321302/321302001/{PLACE}/{PLACE}001",
    )
    make_source()

    def run(seed: int, *more: str) -> list[dict[str, Any]]:
        out = tmp_path / f"{seed}.ndjson"
        call_command(
            "generate_reports",
            *("--seed", str(seed), "--first", "2026-03-02", "--per-day", "30", "--out", str(out), *more),
            stderr=StringIO(),
        )
        return [orjson.loads(line) for line in out.read_bytes().splitlines()]

    return run


def test_a_generated_day_is_what_the_api_takes(generated: Any) -> None:
    rows = generated(1)
    assert len(rows) >= 30
    assert {row["source"] for row in rows} == {"hotline"}
    for row in rows:
        shape = ReportInput(data=row["body"])
        assert shape.is_valid(), shape.errors
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)


def test_the_same_seed_gives_the_same_file(generated: Any) -> None:
    assert generated(1) == generated(1)
    assert generated(1) != generated(2)
    assert len(generated(1, "--count", "5")) == 5


def test_published_keys_are_refused_outside_a_demo(city: City, settings: Any) -> None:
    settings.ONEGRID_DEMO = False
    with pytest.raises(CommandError, match="ONEGRID_DEMO"):
        call_command("load_sources", stdout=StringIO())
    assert not SourceSystem.objects.exists()
