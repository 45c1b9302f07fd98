"""Every shipped form is drawn, with its case's facts or none, for a person or in the studio."""

import datetime as dt
from pathlib import Path

import pytest

from onegrid.catalog.forms.parse import parse
from onegrid.jurisdictions.policy import Actor
from onegrid.web.forms import preview, render
from tests.factories.catalog import ROOT

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("path", sorted((ROOT / "forms").glob("*.yaml")), ids=lambda path: path.stem)
def test_is_drawn(path: Path, db: None) -> None:
    schema, _ = parse(path.read_bytes(), slug=path.stem)
    assert schema is not None
    actor = Actor(person_id=1, post_id=None, name="张三")
    scope = {"case": {}, "returned_by": "D-C321302-traffic"}  # a field that hangs on process data alone is drawn by it
    html = render(schema, answers={}, scope=scope, outcome=None, now=NOW, actor=actor, draft_url="/d/")
    for one in schema.walk():
        assert one.key is None or f'id="f-{one.key}-field"' in html, one.key
    assert 'data-og-draft="/d/"' in html
    assert "data-og-draft=" not in preview(schema)
