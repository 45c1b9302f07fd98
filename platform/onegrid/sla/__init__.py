"""Time as a rule of its own: the working calendar, clocks as ledgers of spans, the sweep, the ladder."""
