"""The page's FEEL and the server's give the same: 2,000 conditions and figures of the stated subset, each with data."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from onegrid import feel
from onegrid.catalog import expressions
from onegrid.catalog.forms.page_feel import FUNCTIONS, in_page
from tests.web.forms.feel_pairs import Maker, page_values

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
SEED, PAIRS = 20261126, 2000


def on_server(text: str, data: dict[str, Any]) -> Any:
    """As `validate` computes it."""
    found = expressions.evaluate(text, feel.from_json(data), now=NOW)
    assert found.fault is None, (text, found.fault)
    return plain(found.value)


def plain(value: Any) -> Any:
    """Numbers by their value, to the fifteen digits that a page has."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return value
    return Decimal(f"{Decimal(value):.15g}").normalize() + 0


def test_two_thousand_pairs() -> None:
    make = Maker(SEED)
    written = [make.condition() if at % 4 else make.number(3) for at in range(PAIRS)]
    data = [make.data() for _ in written]
    ours = [on_server(text, names) for text, names in zip(written, data, strict=True)]
    page = page_values([(in_page(text), names) for text, names in zip(written, data, strict=True)])
    differ = [
        (text, names, one, other)
        for text, names, one, other in zip(written, data, ours, page, strict=True)
        if not (
            one == plain(other)
            and (one is None) is (other is None)
            and isinstance(one, bool) is isinstance(other, bool)
        )
    ]
    assert not differ, f"{len(differ)} of {PAIRS}, the first: {differ[:3]}"
    answers = {repr(one) for one in ours}
    assert {"True", "False", "None"} <= answers
    assert len(answers) > 50, "the pairs say something"
    said = " ".join(written)
    assert not [name for name in FUNCTIONS if name != "today" and f"{name}(" not in said], "every function takes part"


def test_without_node_the_pairs_fail_and_say_how_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(pytest.fail.Exception, match="make build"):
        page_values([])
