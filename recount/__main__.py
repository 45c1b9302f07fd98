"""`python -m recount`: the funnel from the log, the promises, one JSON object."""

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path

from recount.log import CITY, CaseStory, counties, stories
from recount.openwork import OpenCase, open_cases, ownerless_tasks, waits, without_task
from recount.promises import OPEN_WORK, Promise, faultless, marks, shares
from recount.rules import shipped_rules

_ROOT = Path(__file__).resolve().parents[1]
_COLUMNS = (
    *("registered", "filed", "dispatched", "handled", "checked", "closed", "replied", "evaluated"),
    *("rejected", "void", "withdrawn", "open"),
    *("reworked", "returned", "joint", "transferred", "late", "dissatisfied"),
)


def main() -> int:
    """0 where every promise holds."""
    parser = argparse.ArgumentParser(prog="recount", description=__doc__)
    parser.add_argument("--database", default=os.environ.get("ONEGRID_DATABASE_URL"))
    parser.add_argument("--workflows", type=Path, default=_ROOT / "workflows")
    chosen = parser.parse_args()
    if not chosen.database:
        parser.error("--database or ONEGRID_DATABASE_URL is needed")
    told = list(stories(chosen.database))
    place, still_open = counties(chosen.database), open_cases(chosen.database)
    rows: dict[str, Counter[str]] = {}
    total: Counter[str] = Counter(dict.fromkeys(_COLUMNS, 0))
    for story in told:
        found = marks(story)
        rows.setdefault(place.get(story.run_by, CITY), Counter()).update(found)
        total.update(found)
    _print_table(rows, total)
    _print_waits(still_open)
    promises = [*shares(total), *_faults(told, still_open, chosen.database, chosen.workflows)]
    for one in promises:
        print(f"{'ok  ' if one.holds else 'FAIL'} {one.name}: {one.figure} (wanted {one.bound})")
    broken = [one.name for one in promises if not one.holds]
    print(json.dumps({**{name: total[name] for name in _COLUMNS}, "broken": broken}, ensure_ascii=False))
    return 1 if broken else 0


def _faults(told: list[CaseStory], still_open: list[OpenCase], database: str, workflows: Path) -> list[Promise]:
    hit = {rule for story in told for rule in story.rules}
    rules = shipped_rules(workflows)
    closed = [story for story in told if story.finished_as == "closed"]
    return [
        faultless("closed cases without the whole loop", (f"{s.case_id} {s.missing()}" for s in closed if s.missing())),
        faultless("cases whose log has a gap", (s.case_id for s in told if s.has_gap)),
        faultless("cases without registration", (s.case_id for s in told if not s.is_registered)),
        faultless("cases that ended more than once", (s.case_id for s in told if s.finished_times > 1)),
        faultless("open cases without an open task", without_task(still_open), OPEN_WORK),
        faultless("open tasks without owner or pool", ownerless_tasks(database), OPEN_WORK),
        faultless("rules never hit", (f"{rules[one]}#{one}" for one in sorted(rules.keys() - hit))),
    ]


def _print_table(rows: dict[str, Counter[str]], total: Counter[str]) -> None:
    widest = max([len(name) for name in rows] + [4])
    print(" ".join(["centre".ljust(widest + widest), *(name[:8].rjust(8) for name in _COLUMNS)]))
    for name, counts in sorted(rows.items()):
        print(" ".join([_pad(name, 2 * widest), *(str(counts[one]).rjust(8) for one in _COLUMNS)]))
    print(" ".join([_pad("合计", 2 * widest), *(str(total[one]).rjust(8) for one in _COLUMNS)]))


def _print_waits(still_open: list[OpenCase]) -> None:
    """After a day has ended: a case may for a short time wait for a call or a timer, and then it shows here."""
    print(f"open cases: {len(still_open)}")
    for what, count in sorted(waits(still_open).items()):
        print(f"  {count:6d} wait for {what}")


def _pad(text: str, width: int) -> str:
    """Chinese characters are two columns wide."""
    return text + " " * (width - sum(2 if ord(one) > 0x2E7F else 1 for one in text))


if __name__ == "__main__":
    sys.exit(main())
