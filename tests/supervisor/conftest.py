"""Cities of their own for the supervisor's tests."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onegrid.config.supervisor.ports import any_free
from tests.supervisor.running_city import RunningCity


@contextmanager
def folder_for_all() -> Iterator[Path]:
    """A folder that every account may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="onegrid-supervisor-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """The same, for one test."""
    with folder_for_all() as folder:
        yield folder


@pytest.fixture(scope="module")
def prepared_state() -> Iterator[Path]:
    """The state of a city that has started once, from an empty folder, and was stopped."""
    with folder_for_all() as folder:
        city = RunningCity(state=folder / "state", port=any_free())
        city.start()
        assert city.interrupt() == 0
        yield city.state


@pytest.fixture
def old_city(new_city: Callable[..., RunningCity], prepared_state: Path) -> RunningCity:
    """A city that has started before, so that it needs only seconds; its files keep their owners and rights."""
    city = new_city()
    subprocess.run(["cp", "-a", str(prepared_state), str(city.state)], check=True)
    return city


@pytest.fixture
def new_city(open_folder: Path) -> Iterator[Callable[..., RunningCity]]:
    """Makes a city that has not started yet; all are cleared at the end."""
    made: list[RunningCity] = []

    def make(**more: object) -> RunningCity:
        city = RunningCity(state=open_folder / f"state-{len(made)}", port=any_free(), **more)  # type: ignore[arg-type]
        made.append(city)
        return city

    yield make
    for city in made:
        city.clear()
