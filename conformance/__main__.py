"""Runs the kits whose folder stands in the environment: TCK (DMN's test kit), BPMN (models of many tools)."""

import importlib
import os
import sys
from pathlib import Path

KITS = {"TCK": "conformance.tck", "BPMN": "conformance.bpmn"}


def main() -> int:
    """The worst exit code of the kits run; 2 where none is named."""
    chosen = {kit: Path(os.environ[kit]) for kit in KITS if os.environ.get(kit)}
    if not chosen:
        print("name a kit's folder: make conformance TCK=../shared/dmn-tck BPMN=../shared/bpmn-samples")
        return 2
    return max(int(importlib.import_module(KITS[kit]).main(folder)) for kit, folder in chosen.items())


if __name__ == "__main__":
    sys.exit(main())
