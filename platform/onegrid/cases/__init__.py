"""Cases: facts, work items, the event log, and every operation that moves them (README.md)."""
