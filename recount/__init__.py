"""Counts the funnel of a day again from the event log alone; shares no code with the simulation nor the platform."""
