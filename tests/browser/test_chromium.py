"""Where Chromium comes from, on machines that have it and on machines that have not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.chromium import INSTALL, executable

NONE = "/nowhere/chrome"


class Machine:
    """A path with these programs; what was run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ran: list[tuple[str, ...]] = []

    def has(self, name: str) -> str:
        file = self.folder / name
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)
        return str(file)

    def runs(self, *, bringing: str = "", saying: str = "") -> Callable[[tuple[str, ...]], str]:
        """A runner; the install brings a program, or every command fails with these words."""

        def run(command: tuple[str, ...]) -> str:
            self.ran.append(command)
            if bringing and "install" in command:
                self.has(bringing)
            return saying

        return run


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ONEGRID_CHROMIUM", raising=False)
    return Machine(tmp_path)


@pytest.mark.parametrize("name", ["chromium", "google-chrome-stable"])
def test_the_one_on_the_machine_is_taken(machine: Machine, name: str) -> None:
    machine.has("apt-get")
    there = machine.has(name)
    assert executable(NONE, run=machine.runs(), is_root=True) == there
    assert machine.ran == []


def test_playwrights_own_is_taken_where_it_is_installed(machine: Machine) -> None:
    own = machine.has("headless_shell")
    assert executable(own, run=machine.runs(), is_root=False) == own


def test_root_installs_it_with_fonts_and_updates_first(machine: Machine) -> None:
    machine.has("apt-get")
    found = executable(NONE, run=machine.runs(bringing="chromium"), is_root=True)
    assert found == str(machine.folder / "chromium")
    assert machine.ran == list(INSTALL)
    assert [next(one for one in command if one in ("update", "install")) for command in machine.ran] == [
        "update",
        "install",
    ]
    assert {"chromium", "fonts-noto-cjk"} <= set(machine.ran[1])


def test_an_ordinary_user_is_told_the_mend(machine: Machine) -> None:
    machine.has("apt-get")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium fonts-noto-cjk"):
        executable(NONE, run=machine.runs(bringing="chromium"), is_root=False)
    assert machine.ran == []


def test_root_of_another_distribution_is_told_the_mend(machine: Machine) -> None:
    with pytest.raises(pytest.fail.Exception, match="ONEGRID_CHROMIUM=/path"):
        executable(NONE, run=machine.runs(bringing="chromium"), is_root=True)
    assert machine.ran == []


def test_what_the_installer_said_stands_beside_the_mend(machine: Machine) -> None:
    machine.has("apt-get")
    with pytest.raises(pytest.fail.Exception, match=r"(?s)apt-get install chromium.*no route to host"):
        executable(NONE, run=machine.runs(saying="no route to host"), is_root=True)


def test_a_named_one_must_be_there(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has("chromium")
    other = machine.has("my-chromium")
    monkeypatch.setenv("ONEGRID_CHROMIUM", other)
    assert executable(NONE) == other
    monkeypatch.setenv("ONEGRID_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(pytest.fail.Exception, match="/nowhere/chromium"):
        executable(NONE)
