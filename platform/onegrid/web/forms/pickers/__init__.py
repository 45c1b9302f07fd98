"""Pickers: what a field offers (`offers`), asked for by a signed address (`asked`), answered as JSON (`view`)."""
