"""Chromium: the one on the machine, else Playwright's own, else Debian's package; else the tests fail with the mend."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MEND = (
    "browser tests need Chromium: apt-get install chromium fonts-noto-cjk (or name one: ONEGRID_CHROMIUM=/path)\n"
    "浏览器测试需要 Chromium：apt-get install chromium fonts-noto-cjk（或用 ONEGRID_CHROMIUM=/路径 指定）"
)


# Fonts too: pictures of Chinese without them are rows of boxes. Update first: a fresh machine knows of no package.
_APT = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120")
INSTALL = (
    (*_APT, "update"),
    (*_APT, "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"),
)
Run = Callable[[tuple[str, ...]], str]


def launch(playwright: Playwright) -> Browser:
    """A headless one. Without any to be had the tests fail; they never skip."""
    found = executable(playwright.chromium.executable_path)
    return playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))


def executable(own: str, *, run: Run | None = None, is_root: bool | None = None) -> str:
    """Where it is. `own`: where Playwright keeps its own; `run`: does a command and says what went wrong.

    Playwright's is used where somebody has installed it and never fetched here: on a bare machine it comes without
    the libraries and fonts that it needs, and the package brings them.
    """
    if named := os.environ.get("ONEGRID_CHROMIUM"):
        return shutil.which(named) or _fail(f"ONEGRID_CHROMIUM={named}: no program there 此处没有程序")
    found = _on_path() or (own if Path(own).exists() else None)
    if found:
        return found
    if not (os.geteuid() == 0 if is_root is None else is_root) or not shutil.which("apt-get"):
        _fail()
    # Old lists may still do: what counts is whether the package came.
    said = [(run or _run)(command) for command in INSTALL]
    return _on_path() or _fail("\n".join(filter(None, said)))


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _fail(why: str = "") -> NoReturn:
    pytest.fail("\n".join(filter(None, (MEND, why))), pytrace=False)


def _run(command: tuple[str, ...]) -> str:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if done.returncode == 0 else f"{' '.join(command)}\n{done.stderr[-500:]}"
