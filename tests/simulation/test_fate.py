"""Fates: the same for the same seed, and frequent enough for what a day must show."""

from collections import Counter

from simulation.fate import fate_of
from simulation.pictures import photo

CASES = [f"SQ20260302{n:06d}" for n in range(2000)]


def test_fate_depends_on_seed_and_number_only() -> None:
    assert fate_of(1, CASES[0]) == fate_of(1, CASES[0])
    assert [fate_of(1, one) for one in CASES] != [fate_of(2, one) for one in CASES]


def test_shares_lie_above_what_a_day_must_show() -> None:
    for seed in (1, 2, 3):
        found: Counter[str] = Counter()
        for fate in (fate_of(seed, one) for one in CASES):
            found["refused"] += (
                not fate.is_true or not fate.is_in_scope or (fate.is_mistake and not fate.is_void_refused)
            )
            found["reworked"] += fate.reworks > 0
            found["returned"] += fate.wrong_unit
            found["transferred"] += fate.transfers
            found["late"] += fate.is_late
            found["dissatisfied"] += fate.voice.startswith("dissatisfied")
        least = {"refused": 3, "reworked": 5, "returned": 3, "transferred": 2, "late": 3, "dissatisfied": 5}
        assert all(100 * found[name] >= (share + 1) * len(CASES) for name, share in least.items()), (seed, found)


def test_no_two_photos_are_alike() -> None:
    assert len({photo(n) for n in range(500)}) == 500
