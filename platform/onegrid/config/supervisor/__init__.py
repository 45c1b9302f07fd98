"""The supervisor: starts and watches PostgreSQL, Valkey, web, live, worker and beat as its own children."""
