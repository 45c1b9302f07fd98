"""The commands of `python -m onegrid.engine`: one file each, with `add_to(parsers)` and `run(chosen) -> exit code`."""
