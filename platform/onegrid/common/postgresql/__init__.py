"""Django's PostgreSQL backend with a liveness check of pooled connections that costs no round trip."""
