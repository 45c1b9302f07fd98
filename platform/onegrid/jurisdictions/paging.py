"""Paging along a tree, parents before children; whole branches fit on one page."""

from onegrid.common.paging import ById


class ByPath(ById):
    """In the order of the tree."""

    ordering = "path"
    page_size = 100
    max_page_size = 500
