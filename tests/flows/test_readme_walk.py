"""The README's walk with curl: what it shows is the script, and the script runs a case to its end on a real city."""

import os
import re
import subprocess

import pytest

from tests.supervisor.running_city import ROOT, RunningCity

SCRIPT = ROOT / "scripts" / "walk.sh"


def shown_in_readme() -> str:
    """The blocks of the walk, in their order."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- curl walk: begin -->(.*)<!-- curl walk: end -->", readme, re.DOTALL)
    assert found, "the README lost its walk"
    return "\n".join(re.findall(r"^```sh\n(.*?)^```$", found[1], re.DOTALL | re.MULTILINE))


def test_the_script_is_what_the_readme_shows() -> None:
    _header, _set, commands = SCRIPT.read_text(encoding="utf-8").partition("set -eu\n\n")
    assert commands == shown_in_readme()


@pytest.mark.slow
def test_the_walk_ends_with_a_score(demo_city: RunningCity) -> None:
    url = demo_city.services()["web_url"]
    environment = {**os.environ, "CITY": url, "LC_ALL": "C"}
    done = subprocess.run(
        ["sh", str(SCRIPT)], env=environment, capture_output=True, text=True, encoding="utf-8", timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout

    lines = done.stdout.splitlines()
    assert lines[0].startswith("registered: SQ")
    assert lines[-2:] == [
        "milestones: registered verified filed dispatched accepted handled checked closed replied evaluated",
        "status: closed, reply: sent, satisfaction: satisfied, score: 100.00",
    ]
