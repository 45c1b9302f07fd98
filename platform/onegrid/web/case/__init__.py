"""The cases room: the list, one case with everything about it, and the acts on a case as a whole."""
