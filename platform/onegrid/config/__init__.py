"""Wiring of the whole installation: settings, addresses, Celery, the listener table, the supervisor."""
