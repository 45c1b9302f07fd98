"""One round: the four readers in turn, with one seed, for so many seconds. What is being tried stands in a file."""

import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from tests.engine.fuzz.feel import EXPRESSIONS
from tests.engine.fuzz.files import bpmn_files, dmn_files
from tests.engine.fuzz.foreign import deliveries
from tests.engine.fuzz.judge import JUDGES

BATCH = 50
READERS: dict[str, st.SearchStrategy[Any]] = {
    "feel": EXPRESSIONS,
    "dmn": dmn_files(),
    "bpmn": bpmn_files(),
    "delivery": deliveries(),
}


def main(start: int, seconds: float, folder: Path) -> int:
    """0 where every answer was worthy."""
    current = folder / f"{start}.current"
    ends, batch, tried = time.monotonic() + seconds, 0, 0

    def keep(asked: Any) -> None:
        nonlocal tried
        tried += 1
        current.write_bytes(asked if isinstance(asked, bytes) else asked.encode("utf-8", "backslashreplace"))

    def goes_on() -> bool:
        return not tried or time.monotonic() < ends  # at least one, on however busy a machine

    try:
        while goes_on():
            for kind in READERS:
                _trial(kind, start * 1_000 + batch, keep, goes_on)()
            batch += 1
    except Exception:  # whatever it is, it is what we look for
        sys.stdout.write(f"{traceback.format_exc(limit=-6)}\n")
        current.rename(folder / f"{start}.{kind}")
        sys.stdout.write(f"tried {tried}\nkept in {folder}/{start}.{kind}\n")
        return 1
    current.unlink(missing_ok=True)
    sys.stdout.write(f"tried {tried}\n")
    return 0


def _trial(kind: str, number: int, keep: Callable[[Any], None], goes_on: Callable[[], bool]) -> Callable[[], None]:
    @seed(number)
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(READERS[kind])
    def trial(asked: Any) -> None:
        if goes_on():
            keep(asked)
            JUDGES[kind](asked)

    return trial


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])))
