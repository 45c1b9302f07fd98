"""`python -m recount`: the funnel from the log, the promises, one JSON object."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from recount.log import CaseStory, centres, stories
from recount.openwork import lost_cases, ownerless_tasks
from recount.promises import Promise, faultless, marks, shares
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
    place = centres(chosen.database)
    rows: dict[str, Counter[str]] = {}
    total: Counter[str] = Counter(dict.fromkeys(_COLUMNS, 0))
    for story in told:
        found = marks(story)
        rows.setdefault(place.get(story.case_id, "市本级"), Counter()).update(found)
        total.update(found)
    _print_table(rows, total)
    promises = [*shares(total), *_faults(told, chosen.database, chosen.workflows)]
    for one in promises:
        print(f"{'ok  ' if one.holds else 'FAIL'} {one.name}: {one.figure} (wanted {one.bound})")
    broken = [one.name for one in promises if not one.holds]
    print(json.dumps({**{name: total[name] for name in _COLUMNS}, "broken": broken}, ensure_ascii=False))
    return 1 if broken else 0


def _faults(told: Iterable[CaseStory], database: str, workflows: Path) -> list[Promise]:
    told = list(told)
    hit = {rule for story in told for rule in story.rules}
    rules = shipped_rules(workflows)
    closed = [story for story in told if story.finished_as == "closed"]
    return [
        faultless("closed cases without the whole loop", (f"{s.case_id} {s.missing()}" for s in closed if s.missing())),
        faultless("cases whose log has a gap", (s.case_id for s in told if s.has_gap)),
        faultless("cases without registration", (s.case_id for s in told if not s.is_registered)),
        faultless("cases that ended more than once", (s.case_id for s in told if s.finished_times > 1)),
        faultless("open cases that nobody would take on", lost_cases(database)),
        faultless("open tasks without owner or pool", ownerless_tasks(database)),
        faultless("rules never hit", (f"{rules[one]}#{one}" for one in sorted(rules.keys() - hit))),
    ]


def _print_table(rows: dict[str, Counter[str]], total: Counter[str]) -> None:
    widest = max([len(name) for name in rows] + [4])
    print(" ".join(["centre".ljust(widest + widest), *(name[:8].rjust(8) for name in _COLUMNS)]))
    for name, counts in sorted(rows.items()):
        print(" ".join([_pad(name, 2 * widest), *(str(counts[one]).rjust(8) for one in _COLUMNS)]))
    print(" ".join([_pad("合计", 2 * widest), *(str(total[one]).rjust(8) for one in _COLUMNS)]))


def _pad(text: str, width: int) -> str:
    """Chinese characters are two columns wide."""
    return text + " " * (width - sum(2 if ord(one) > 0x2E7F else 1 for one in text))


if __name__ == "__main__":
    sys.exit(main())
