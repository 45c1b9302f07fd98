"""Random walks through our engine and the stock one: how many of them are identical, and where others differ."""

import sys
from typing import Any

from tests.engine.walks.blocks import Block
from tests.engine.walks.walk import Different, Pair, walk
from tests.engine.walks.zoo import ZOO, mixture

GOAL = 5_000
RANDOM_MODELS = 2_500
SEEDS_PER_ZOO_MODEL = -(-(GOAL - RANDOM_MODELS) // len(ZOO))


def rows() -> list[dict[str, Any]]:
    """One row: walks that came out the same, of at least 5,000."""
    same = 0
    for name, body in ZOO.items():
        same += _walks(name, body, range(SEEDS_PER_ZOO_MODEL))
    for seed in range(RANDOM_MODELS):
        same += _walks(f"random {seed}", mixture(1_000_000 + seed), range(seed, seed + 1))
    return [
        {
            "name": "random walks identical to the stock engine",
            "ours": same,
            "unit": f"of {RANDOM_MODELS + len(ZOO) * SEEDS_PER_ZOO_MODEL} walks",
            "goal": GOAL,
            "better": "more",
            "baseline": None,
            "ratio": None,
        }
    ]


def _walks(name: str, body: Block, seeds: range) -> int:
    pair = Pair.of(body)
    same = 0
    for seed in seeds:
        try:
            walk(pair, seed)
            same += 1
        except Different as difference:
            print(f"{name}, seed {seed}: {difference}", file=sys.stderr)
    return same


if __name__ == "__main__":
    for row in rows():
        print(row)
