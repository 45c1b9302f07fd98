"""Simulated staff who work a city through its HTTP API only, seeing nothing but what their own inbox lists."""
