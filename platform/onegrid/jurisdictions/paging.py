"""Paging along a tree, parents before children; whole branches fit on one page."""

import re

from onegrid.common.paging import ById

_PATH = re.compile(r"[\w/-]{1,400}")


class ByPath(ById):
    """In the order of the tree."""

    ordering = "path"
    page_size = 100
    max_page_size = 500

    def is_place(self, position: str) -> bool:
        """Codes with strokes between."""
        return bool(_PATH.fullmatch(position))
