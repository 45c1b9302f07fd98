"""`python -m simulation.demo_day`: a day of the city from a seed, then its funnel counted again from the log."""

import argparse
import datetime as dt
import subprocess
import sys
import time
from collections import deque
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import yaml

from simulation.api import Api
from simulation.cast import Cast
from simulation.day import Day, parse
from simulation.installation import ROOT, Installation, fresh, running
from simulation.places import Places
from simulation.staff import Worker

ZONE = ZoneInfo("Asia/Shanghai")
PER_DAY = 400
_MOST = dt.timedelta(days=45)


def main() -> int:
    """0 where every promise of the day holds and nothing that an inbox offered was refused."""
    parser = argparse.ArgumentParser(prog="demo_day", description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, help="folder of the city's state")
    parser.add_argument("--running", action="store_true", help="play on the city that `make run` started")
    chosen = parser.parse_args()
    began = time.monotonic()
    own = chosen.state or ROOT / ".state" / "demo-day"
    place = nullcontext(running(chosen.state or ROOT / ".state")) if chosen.running else fresh(own)
    with place as city:
        _say("the city answers", began)
        day = prepare(city, cases=chosen.cases, seed=chosen.seed, say=lambda line: _say(line, began))
        day.run(at_most=_MOST)
        for what, count in sorted(day.counts().items()):
            print(f"  {count:6d} {what}")
        print("  calls:", dict(sorted(Api.calls.items())))
        for line in day.refused()[:20]:
            print("  refused:", line)
        _say(f"{len(day.refused())} refused", began)
        recount = [sys.executable, "-m", "recount", "--database", city.database_url]
        code = subprocess.run(recount, cwd=ROOT, check=False).returncode
    return code or (1 if day.refused() else 0)


def prepare(city: Installation, *, cases: int, seed: int, say: Any) -> Day:
    """Reports of so many cases over the nine county-level centres, and the people who will meet them."""
    people = parse(city.manage("issue_tokens", "--hours", "72"))
    any_one = Api(city.url, f"Bearer {people[0]['token']}")
    cast = Cast(people, city.url, Places(all_pages(any_one, "units/")))
    now = dt.datetime.fromisoformat(any_one.get("demo/clock/")["now"]).astimezone(ZONE)
    first = next_monday(now.date())
    arguments = ["--seed", str(seed), "--first", first.isoformat(), "--count", str(cases), "--per-day", str(PER_DAY)]
    arguments += ["--days", str(2 * (cases // PER_DAY + 1)), *(f"--within={code}" for code in cast.villages)]
    reports = deque(parse(city.manage("generate_reports", *arguments)))
    say(f"{len(reports)} reports from {len(cast.villages)} villages, {len(cast.people)} people on duty")
    return Day(
        url=city.url,
        keys=source_keys(any_one, reports),
        operator=cast.one("C321300", "operator"),
        workers=[Worker(person, cast, seed) for person in cast.people],
        reports=reports,
        say=say,
        now=dt.datetime.combine(first, dt.time(0), tzinfo=ZONE),
    )


def all_pages(api: Api, path: str) -> list[dict[str, Any]]:
    """Every row of a list."""
    found, answer = [], api.get(path, page_size=500)
    while True:
        found += answer["results"]
        if not answer["next"]:
            return found
        cursor = answer["next"].partition("cursor=")[2].partition("&")[0]
        answer = api.get(path, page_size=500, cursor=unquote(cursor))


def source_keys(_api: Api, reports: deque[dict[str, Any]]) -> dict[str, str]:
    """The demo's published keys: `<slug>.<key>`, by the file that the platform loaded them from."""
    rows = yaml.safe_load((ROOT / "fixtures" / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    found = {}
    for slug in {one["source"] for one in reports}:
        row = next(r for r in rows if slug == r["slug"] or ("each" in r and slug.startswith(f"{r['slug']}-")))
        found[slug] = f"{slug}.{row['key']}"
    return found


def next_monday(day: dt.date) -> dt.date:
    """Never today, so that demo time only moves forward."""
    return day + dt.timedelta(days=7 - day.weekday())


def _say(line: str, began: float) -> None:
    print(f"[{time.monotonic() - began:6.1f} s] {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
