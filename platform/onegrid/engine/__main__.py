"""`python -m onegrid.engine COMMAND`: the engine's own tools, without Django, database or server, from any folder."""

import argparse
import sys
from collections.abc import Sequence

from onegrid.engine.commands import capabilities, check, decide, rehearse, table

COMMANDS = (check, decide, table, rehearse, capabilities)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen command and answer with its exit code."""
    parser = argparse.ArgumentParser(prog="python -m onegrid.engine", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for each in COMMANDS:
        each.add_to(commands)
    chosen = parser.parse_args(arguments)
    return int(chosen.run(chosen))


if __name__ == "__main__":
    sys.exit(main())
