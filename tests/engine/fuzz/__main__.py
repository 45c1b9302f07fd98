"""`python -m tests.engine.fuzz --seconds N --seed N`: rounds of random input until the time is over.

Each round runs in a process of its own: a crash or a hang ends the round, not the soak, and the input that caused it is
kept in `.state/fuzz/`. Exit code: 0 where nothing was found.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

KEPT = Path(".state") / "fuzz"
ROUND = 60.0  # seconds that a round takes
PATIENCE = 300.0  # seconds without a sign of life, on however busy a machine


def main() -> int:
    """Run rounds one after another; print what each has done."""
    asked = argparse.ArgumentParser(prog="python -m tests.engine.fuzz", description=__doc__)
    asked.add_argument("--seconds", type=float, default=3600.0)
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    ends, number, faults, inputs = time.monotonic() + chosen.seconds, 0, 0, 0
    while (left := ends - time.monotonic()) > 0:
        seed = chosen.seed * 1_000_000 + number
        number += 1
        tried, fault = run_round(seed, min(ROUND, left))
        inputs += tried
        if fault:
            faults += 1
            print(f"round {seed}: {fault}", flush=True)
    print(f"{number} rounds, {inputs} inputs, {faults} faults (seed {chosen.seed})", flush=True)
    return 1 if faults else 0


def run_round(seed: int, seconds: float) -> tuple[int, str]:
    """How many inputs were tried, and what went wrong."""
    command = [sys.executable, "-m", "tests.engine.fuzz.round", str(seed), str(seconds), str(KEPT)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return 0, f"hangs: {KEPT}/{seed}.current"
    tried = sum(int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("tried "))
    if done.returncode == 0:
        return tried, ""
    if done.returncode < 0:
        return tried, f"died of signal {-done.returncode}: {KEPT}/{seed}.current"
    return tried, done.stdout[-1500:] + done.stderr[-1500:]


if __name__ == "__main__":
    sys.exit(main())
