"""Chromium: the one on the machine, else Playwright's own, else Debian's package; else the tests fail with the mend."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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


def launch(playwright: Playwright) -> Browser:
    """A headless one. Without any to be had the tests fail; they never skip."""
    found = on_machine() or _own(playwright) or _by_playwright(playwright) or _by_apt()
    if not found:
        pytest.fail(MEND, pytrace=False)
    return playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))


def on_machine() -> str | None:
    """Named, or on the path."""
    return os.environ.get("ONEGRID_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def _own(playwright: Playwright) -> str | None:
    path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _by_playwright(playwright: Playwright) -> str | None:
    _runs(sys.executable, "-m", "playwright", "install", "chromium")
    return _own(playwright)


def _by_apt() -> str | None:
    """Fonts too: pictures of Chinese without them are rows of boxes."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _runs("apt-get", "update", "-qq")
        _runs("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk")
    return on_machine()


def _runs(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=300, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
