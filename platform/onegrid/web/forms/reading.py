"""What was posted, as the JSON answers that `catalog.answers.validate` judges."""

import re
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from onegrid.catalog.forms import levels
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.common import keeping
from onegrid.web.forms.field import PREFIX
from onegrid.web.forms.kinds import KINDS
from onegrid.web.forms.kinds.kind import ABSENT

MOST_ROWS = 300
_ROW = re.compile(r"[0-9a-z]{1,16}")


def read(form: FormSchema, post: QueryDict) -> dict[str, Any]:
    """By key. Fields that did not stand in the page are absent, emptied ones null; nothing is judged here."""
    return _level(form.components, PREFIX, _kept(post))


def _kept(post: QueryDict) -> QueryDict:
    """Without characters that nobody typed and no database keeps."""
    found = QueryDict(mutable=True)
    for name, values in post.lists():
        if name.startswith(PREFIX):
            found.setlist(name, [keeping.without_unkept(one) for one in values])
    return found


def _level(components: Sequence[Component], prefix: str, post: QueryDict) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in levels.flat(components):
        if one.key is None or one.type == "expression" or one.readonly is True:
            continue
        name = f"{prefix}{one.key}"
        value = _value(one, name, post)
        if value is not ABSENT:
            found[one.key] = value
    return found


def _value(one: Component, name: str, post: QueryDict) -> Any:
    if one.type == "group":
        inner = _level(one.components, f"{name}.", post)
        return inner or ABSENT
    if one.is_list:
        return _rows(one, name, post)
    return KINDS[one.type].read(one, name, post)


def _rows(one: Component, name: str, post: QueryDict) -> Any:
    """In the page's order; rows in which nothing stands are left out."""
    marks = post.getlist(name)
    if not marks:
        return ABSENT
    ids = list(dict.fromkeys(mark for mark in marks if _ROW.fullmatch(mark)))[:MOST_ROWS]
    rows = [_level(one.components, f"{name}.{mark}.", post) for mark in ids]
    return [row for row in rows if not _is_blank(row)]


def _is_blank(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_is_blank(one) for one in value.values())
    return value is False or levels.is_empty(value)
