"""`python -m onegrid.config.supervisor`: what `make run` runs after the bootstrap."""

import argparse
import signal
import sys

from onegrid.config.settings import environment as env
from onegrid.config.supervisor import options as opts
from onegrid.config.supervisor.binaries import Missing
from onegrid.config.supervisor.city import City
from onegrid.config.supervisor.given import NoDatabase
from onegrid.config.supervisor.lifeline import on_parent_death
from onegrid.config.supervisor.postgres import PostgresFailed
from onegrid.config.supervisor.state import AlreadyRunning, State
from onegrid.config.supervisor.terminal import plain
from onegrid.config.supervisor.watch import DidNotStart


def main() -> int:
    """Run until told to stop. 0 after an orderly stop, 1 where something kept us from starting."""
    parser = argparse.ArgumentParser(prog="python -m onegrid.config.supervisor", description=__doc__)
    parser.add_argument("--with-parent", action="store_true", help="stop when the process that started us ends")
    if parser.parse_args().with_parent:
        on_parent_death(signal.SIGTERM)
    env.warn_of_foreign_database()
    options = opts.read()
    state = State(options.state)
    try:
        state.take()
    except AlreadyRunning:
        where = state.services().get("web_url", "")
        plain(f"一网已在运行 · OneGrid already runs (pid {state.holder()}) {where}")
        return 1
    except PermissionError as error:
        plain(
            f"{error.filename} 属于另一账号；请换账号，或用 ONEGRID_STATE 另指目录 · belongs to another account; "
            "run as that one, or name another folder with ONEGRID_STATE"
        )
        return 1
    city = City(options, state)
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, city.stop)
    try:
        city.live()
    except (DidNotStart, Missing, NoDatabase, PostgresFailed, OSError) as error:
        plain(f"无法启动 · could not start: {error}")
        return 1
    finally:
        state.release()
    return 0


if __name__ == "__main__":
    sys.exit(main())
