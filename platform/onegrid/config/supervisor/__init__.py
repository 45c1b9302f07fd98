"""The supervisor: starts and watches PostgreSQL, Valkey, web, worker and beat as its own children."""
