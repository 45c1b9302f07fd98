"""What a refusal tells a person to do names nothing that only a program has: no keys of an answer, no addresses."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from onegrid.catalog.forms.words import ANSWERS

ONEGRID = Path(__file__).resolve().parents[2] / "platform" / "onegrid"
# Refusals of the API alone: tokens, headers, posts and areas, query parameters.
_OF_PROGRAMS = ("jurisdictions/", "common/", "intake/api.py", "intake/authentication.py")
_FOR_PROGRAMS = re.compile(r"`|/api/v1|\bGET |\bPOST |\b(lon|lat|true|false)\b|\[ … \]|\{\{")


def mends() -> Iterator[tuple[str, str]]:
    """(where, text) of every mend that is written where people are refused."""
    for path in sorted(ONEGRID.rglob("*.py")):
        where = path.relative_to(ONEGRID).as_posix()
        if not where.startswith(_OF_PROGRAMS):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.keyword) and node.arg in ("mend_en", "mend_zh"):
                    yield f"{where}:{node.value.lineno}", ast.unparse(node.value)


def test_no_mend_speaks_to_programs() -> None:
    found = [(where, said) for where, said in mends() if _FOR_PROGRAMS.search(said)]
    assert found == []
    assert len(list(mends())) > 100, "the search still finds them"


def test_no_finding_about_an_answer_speaks_to_programs() -> None:
    said = [(code, text) for code, texts in ANSWERS.items() for text in texts]
    assert [one for one in said if _FOR_PROGRAMS.search(one[1])] == []
