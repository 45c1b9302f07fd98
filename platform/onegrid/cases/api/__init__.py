"""Views of cases: parse, one service or selector, answer."""
