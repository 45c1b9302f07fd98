"""Figures are the counted truth, after whatever has happened, for whoever may see it; each opens exactly its cases."""

import datetime as dt
import random
import threading
from collections import defaultdict

import pytest
from django.db import connection

from onegrid.cases.models import Case
from onegrid.jurisdictions.models import Unit
from onegrid.reports import selectors
from onegrid.reports.indicators import COUNTERS
from onegrid.reports.models import CaseFact, FigureRow, FigureState
from onegrid.reports.selection import Selection
from onegrid.reports.services import refresh_figures as service
from onegrid.reports.services.refresh_figures import refresh_figures
from tests.factories.cases import OTHER_COUNTY, TOWNSHIP
from tests.reports.city import SUPERVISORS, Play
from tests.reports.truth import Truth

ALL = Selection(dt.date(2026, 1, 1), dt.date(2027, 1, 1))
KEYS = {"unit": Truth.unit_of, "source": Truth.source_of, "county": Truth.county_of}


def told(found: selectors.Counts) -> dict[str, int]:
    """Without zeros, as a Counter has none."""
    return {name: n for name, n in found.items() if n}


def assert_true(play: Play, name: str, truth: Truth | None = None) -> None:
    """In all, by each dimension; and each figure's list."""
    actor, truth = play.city.actor(name), truth or Truth()
    cases = truth.cases_of(actor)
    expected = truth.counts(cases)
    for by in selectors.BY:
        found = selectors.figures(actor, ALL, by)
        assert told(found.total) == expected, (name, by)
        sums = {one: sum(row[one] for row in found.rows.values()) for one in COUNTERS}
        assert told(sums) == expected, (name, by)
        if by in KEYS:
            groups: dict[str, list[Case]] = defaultdict(list)
            for case in cases:
                groups[KEYS[by](truth, case)].append(case)
            assert {key: told(row) for key, row in found.rows.items()} == {
                key: truth.counts(group) for key, group in groups.items()
            }, (name, by)
    for counter in COUNTERS:
        behind = {one.case_id for one in selectors.cases_behind(actor, ALL, counter)}
        assert behind == {case.pk for case in cases if counter in truth.told[case.pk]}, (name, counter)
        listed = selectors.shown(actor, selectors.cases_behind(actor, ALL, counter))
        assert len(listed) == len(behind), "each of them is seen by whoever counts it"


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_figures_are_the_truth(play: Play, seed: int) -> None:
    play.dice = random.Random(seed)
    reached: set[str] = set()
    for round_ in range(12):
        for _ in range(3):
            play.register()
        for case in play.dice.sample(play.cases, min(22, len(play.cases))):
            play.step(case)
        play.wait(play.dice.choice([1, 5, 26, 60]))
        refresh_figures()
        truth = Truth()
        reached |= set(truth.counts(truth.cases))
        for name in SUPERVISORS if round_ % 5 == 4 else play.dice.sample(SUPERVISORS, 1):
            assert_true(play, name, truth)
    assert set(COUNTERS) - reached == {"answered"}, "the play reaches every figure that its process can"


def _busy(play: Play, rounds: int = 4) -> None:
    for _ in range(rounds):
        for _ in range(4):
            play.register()
        for case in list(play.cases):
            play.step(case)
        play.wait(7)


def test_each_row_opens_exactly_its_cases(play: Play) -> None:
    _busy(play)
    refresh_figures()
    for name in ("mayor", "supervisor of a county", "two hats"):
        actor = play.city.actor(name)
        for by in selectors.BY:
            dimension = "place" if by in ("county", "township") else by
            for value, row in selectors.figures(actor, ALL, by).rows.items():
                narrowed = ALL.narrowed(dimension, value)
                assert selectors.figures(actor, narrowed, by).total == row
                for counter in COUNTERS:
                    assert selectors.cases_behind(actor, narrowed, counter).count() == row[counter], (
                        by,
                        value,
                        counter,
                    )


def test_where_two_filters_meet_the_facts_are_counted(play: Play) -> None:
    _busy(play)
    refresh_figures()
    actor, truth = play.city.actor("mayor"), Truth()
    narrowed = ALL.narrowed("place", "321302").narrowed("source", "12345").narrowed("sector", "urban_management")
    found = selectors.figures(actor, narrowed, "unit")
    cases = [
        case
        for case in truth.cases_of(actor)
        if (truth.county_of(case), truth.source_of(case), case.sector) == ("321302", "12345", "urban_management")
    ]
    assert cases
    assert told(found.total) == truth.counts(cases)


def test_a_case_counts_on_the_day_of_its_registration_in_the_citys_zone(play: Play) -> None:
    play.time.to("2026-03-02T23:59")
    play.register()
    play.time.to("2026-03-03T00:01")
    play.register()
    refresh_figures()
    actor, days = play.city.actor("mayor"), (dt.date(2026, 3, 2), dt.date(2026, 3, 3))
    assert set(selectors.figures(actor, ALL, "unit").days) == set(days)
    for day in days:
        assert selectors.figures(actor, Selection(day, day), "unit").total["registered"] == 1


def test_again_without_a_change_changes_nothing(play: Play) -> None:
    _busy(play)
    assert refresh_figures() == len(play.cases)
    before = list(FigureRow.objects.order_by("pk").values_list())
    assert refresh_figures() == 0
    CaseFact.objects.update(log_seq=-1)
    FigureState.objects.update(compared_at=None)
    assert refresh_figures() == len(play.cases)
    assert list(FigureRow.objects.order_by("pk").values_list()) == before


def test_a_limit_that_passes_counts_before_any_sweep(play: Play) -> None:
    case = play.register(standard="t-01-02-1")
    play.complete(case.work_items.get(), "file", lead=TOWNSHIP)
    refresh_figures()
    actor = play.city.actor("mayor")
    assert selectors.figures(actor, ALL, "unit").total["pending"] == 1
    play.time.to("2026-03-09T09:00")
    assert refresh_figures() == 1
    total = selectors.figures(actor, ALL, "unit").total
    assert (total["late_open"], total["due"], total["pending"]) == (1, 1, 0)
    assert refresh_figures() == 0


def test_what_committed_long_after_its_moment_is_found_by_comparison(play: Play) -> None:
    """As an act does that began before a demo's clock moved on."""
    case = play.register()
    refresh_figures()
    earlier = play.time.now
    play.time.to("2026-03-05T09:00")
    refresh_figures()
    play.time.now = earlier
    play.complete(case.work_items.get(), "void")
    play.time.to("2026-03-05T09:01")
    assert refresh_figures() == 0, "too far back for the reading of the log"
    play.time.to("2026-03-05T09:07")
    assert refresh_figures() == 1
    assert selectors.figures(play.city.actor("mayor"), ALL, "unit").total["void"] == 1


def test_who_is_above_changes_with_the_unit_tree(play: Play) -> None:
    _busy(play, 2)
    refresh_figures()
    township = play.city.unit(TOWNSHIP)
    other = play.city.unit(OTHER_COUNTY)
    Unit.objects.filter(pk=township.pk).update(parent=other, path=f"{other.path}/{TOWNSHIP}")
    refresh_figures()
    for name in ("mayor", "supervisor of a county", "supervisor of the other county"):
        assert_true(play, name)


def test_many_cases_are_counted_in_chunks_and_time_is_told_at_the_end(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    _busy(play, 3)
    monkeypatch.setattr(service, "CHUNK", 5)
    assert service._chunk(service._Comparison()) == 5
    assert selectors.as_of() is None, "figures of a part of the cases are nobody's figures"
    refresh_figures()
    assert selectors.as_of() == play.time.now
    assert_true(play, "mayor")


def test_what_changes_behind_a_long_comparison_is_found_by_the_log(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first count of a city takes longer than the log is read back; cases go on meanwhile."""
    first = play.register()
    for _ in range(6):
        play.register()
    monkeypatch.setattr(service, "CHUNK", 5)
    comparison = service._Comparison()
    assert service._chunk(comparison) == 5
    play.complete(first.work_items.get(), "void")
    play.time.now += dt.timedelta(minutes=4)
    assert service._chunk(comparison) == 2, "goes on behind the cases that it has compared"
    assert refresh_figures() == 1
    assert selectors.figures(play.city.actor("mayor"), ALL, "unit").total["void"] == 1


def test_two_at_once_count_once(committed_play: Play) -> None:
    _busy(committed_play, 2)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            refresh_figures()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not failed
    refresh_figures()
    assert_true(committed_play, "mayor")
