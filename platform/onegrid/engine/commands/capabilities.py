"""`capabilities [--json]`: what runs, told by the very tables that the engine runs by."""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from onegrid.engine import supported
from onegrid.engine.dmn import model
from onegrid.engine.dmn.model import HitPolicy
from onegrid.engine.elements import BUILDERS
from onegrid.feel import syntax
from onegrid.feel.builtins import BUILTINS

_AGGREGATIONS = ("SUM", "MIN", "MAX", "COUNT")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command's own arguments."""
    telling = commands.add_parser("capabilities", help="what runs", description=__doc__)
    telling.add_argument("--json", action="store_true", help="one JSON document instead of lines")
    telling.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print them."""
    found = capabilities()
    if chosen.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        return 0
    for name, words in found.items():
        listed = [f"{key}: {', '.join(each)}" for key, each in words.items()] if isinstance(words, dict) else words
        sys.stdout.write(f"{name}\n" + "".join(f"  {each}\n" for each in listed))
    return 0


def capabilities() -> dict[str, Any]:
    """Elements by their BPMN names, events by element with their triggers, hit policies, forms of expression."""
    events = {kind: sorted(trigger or "none" for trigger in found) for kind, found in supported.EVENTS.items()}
    return {
        "elements": sorted(supported.RUN | BUILDERS.keys()),
        "events": events,
        "hit_policies": [*HitPolicy, *(f"{HitPolicy.COLLECT} {word}" for word in _AGGREGATIONS)],
        "boxed_expressions": _named(model.Box.__subclasses__()),
        "expression_languages": ["FEEL"],
        "expression_forms": _named(_kinds(syntax.Node)),
        "functions": sorted(BUILTINS),
    }


def _kinds(base: type) -> list[type]:
    below: list[type] = base.__subclasses__()
    return below + [each for kind in below for each in _kinds(kind)]


def _named(kinds: Iterable[type]) -> list[str]:
    """`ListLiteral` > `list literal`."""
    return sorted({"".join(f" {c.lower()}" if c.isupper() else c for c in kind.__name__).strip() for kind in kinds})
