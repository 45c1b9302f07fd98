"""At least 500 random walks, identical to the stock engine with its state saved and restored at every step."""

import pytest

from tests.engine.walks.walk import Pair, walk
from tests.engine.walks.zoo import ZOO, mixture

ZOO_SEEDS, RANDOM_MODELS = range(10), 180


@pytest.mark.parametrize("name", ZOO)
def test_zoo_walks_as_the_stock_engine(name: str) -> None:
    pair = Pair.of(ZOO[name])
    assert sum(walk(pair, seed) for seed in ZOO_SEEDS) > 0


@pytest.mark.parametrize("tens", range(RANDOM_MODELS // 10))
def test_random_mixtures_walk_as_the_stock_engine(tens: int) -> None:
    for seed in range(10 * tens, 10 * tens + 10):
        walk(Pair.of(mixture(seed)), seed)


def test_there_are_five_hundred() -> None:
    assert len(ZOO) * len(ZOO_SEEDS) + RANDOM_MODELS >= 500
