"""How many entries an answer may have."""

from onegrid.catalog.forms.checking import Question

DEFAULT_MAXIMUM = {"photo": 9, "filepicker": 9}


def check_count(ask: Question, count: int) -> bool:
    """Whether the number of entries holds; says so where not."""
    limit = ask.component.validate.get("maxCount", DEFAULT_MAXIMUM.get(ask.component.type, 100))
    if count > limit:
        ask.refuse("too_many", limit=limit)
        return False
    if count < ask.component.validate.get("minCount", 0):
        ask.refuse("too_few", limit=ask.component.validate["minCount"])
        return False
    return True
