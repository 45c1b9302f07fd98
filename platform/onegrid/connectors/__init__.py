"""The only code that talks to systems outside: one folder each, found by listing, called through the registry."""
