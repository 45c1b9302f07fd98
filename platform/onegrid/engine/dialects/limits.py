"""Due dates of other engines to limits: a literal duration of whole days or hours; everything else is told."""

import re

from onegrid.engine.dialects.expressions import shown
from onegrid.engine.dialects.words import Words
from onegrid.engine.findings import Word

_DURATION = re.compile(r"""^(?:[$#=]\{?\s*)?(?:duration\()?["']?P(?:(\d+)W|(\d+)D|T(\d+)H)["']?\)?\}?$""")
_ADDED = re.compile(r"""^=\s*now\(\)\s*\+\s*duration\("(P[0-9TDHW]+)"\)$""")


def read_limit(words: Words, what: Word, text: str) -> None:
    """Our `limit` for `P3D` or `PT4H`, in natural days or hours around the clock, as those engines count."""
    if not text:
        return
    added = _ADDED.match(text)
    found = _DURATION.match(added.group(1) if added else text)
    if found is None or words.has_own("limit"):
        words.note("vendor.limit", what=what, text=shown(text))
        return
    weeks, days, hours = found.groups()
    value, unit = (int(hours), "urgent_hour") if hours else (int(weeks) * 7 if weeks else int(days), "natural_day")
    if not 1 <= value <= 100_000:
        words.note("vendor.limit", what=what, text=shown(text))
        return
    words.put("limit", value=str(value), unit=unit)
    words.note("vendor.limit_read", what=what, text=shown(text), value=value, unit=unit)
