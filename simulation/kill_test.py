"""`python -m simulation.kill_test`: parts die under a running day; nothing is lost, nothing comes twice."""

import argparse
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg

from simulation.api import Api
from simulation.day import Day
from simulation.demo_day import prepare
from simulation.installation import ROOT, fresh_process, stop
from simulation.killer import Killer
from simulation.receiver import Receiver, listening

_CASES = "SELECT count(*) FROM cases_case"
_GAPS = "SELECT count(*) FROM (SELECT case_id FROM cases_eventrecord GROUP BY 1 HAVING max(seq) <> count(*)) g"
_SEQ = """
SELECT count(*) FROM cases_case c
WHERE c.log_seq <> (SELECT count(*) FROM cases_eventrecord e WHERE e.case_id = c.id)
"""
_CALLS = "SELECT key::text FROM cases_outbox WHERE state = 'done' AND connector = 'webhook'"
_PENDING = "SELECT count(*) FROM cases_outbox WHERE state IN ('pending', 'leased')"


def main() -> int:
    """0 where every promise holds."""
    parser = argparse.ArgumentParser(prog="kill_test", description=__doc__)
    parser.add_argument("--cases", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=10, help="kills of each part")
    parser.add_argument("--state", type=Path, default=ROOT / ".state" / "kill-test")
    chosen = parser.parse_args()
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"[{time.monotonic() - began:6.1f} s] {line}", flush=True)

    Api.patience = 120
    with listening() as (receiver, address), fresh_process(chosen.state) as (city, child), ExitStack() as stack:
        city.manage("load_sources", "--reply", address)
        day = prepare(city, cases=chosen.cases, seed=chosen.seed, say=say)
        killer = Killer(
            chosen.state, child, city.environment, seed=chosen.seed, times=chosen.times, progress=Api.changed, say=say
        )
        killer.start()
        try:
            while killer.is_alive():
                day.play_day(over=lambda: not killer.is_alive())
        finally:
            killer.join()
            if killer.child is not child:
                stack.callback(stop, killer.child)
        if killer.failure is not None:
            raise SystemExit(f"FAIL {killer.failure}")
        _settle(city.database_url)
        faults = _faults(day, receiver, city.database_url)
    for fault in faults:
        print("FAIL", fault)
    done = {"reports": day.posted, "acts": Api.changed() - day.posted, "calls outside": len(receiver.keys)}
    print({"killed": dict(killer.killed), **done, "faults": len(faults)})
    return 1 if faults else 0


def _settle(database: str) -> None:
    """Let calls that a killed worker held come out of their leases."""
    until = time.monotonic() + 180
    while time.monotonic() < until:
        with psycopg.connect(database) as connection:
            row = connection.execute(_PENDING).fetchone()
            if row is not None and row[0] == 0:
                return
        time.sleep(1)


def _faults(day: Day, receiver: Receiver, database: str) -> list[str]:
    with psycopg.connect(database) as connection:

        def number(sql: str) -> int:
            row = connection.execute(sql).fetchone()
            return int(row[0]) if row else -1

        found = []
        if (cases := number(_CASES)) != day.posted:
            found.append(f"{day.posted} reports were answered 201, there are {cases} cases")
        if gaps := number(_GAPS) + number(_SEQ):
            found.append(f"{gaps} cases with a gap in their log")
        sent = {key for (key,) in connection.execute(_CALLS)}
    if not sent:
        found.append("no call outside was made: the day was too short to show anything")
    if missing := sent - receiver.keys.keys():
        found.append(f"{len(missing)} calls are marked done but never arrived")
    if strange := receiver.keys.keys() - sent:
        found.append(f"{len(strange)} calls arrived under a key that the outbox does not have as done")
    lost = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from recount.openwork import lost_cases; print(lost_cases(sys.argv[1]))",
            database,
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    ).stdout.strip()
    if lost != b"[]":
        found.append(f"open cases that nobody would take on: {lost.decode()}")
    return found


if __name__ == "__main__":
    sys.exit(main())
