"""The embedded PostgreSQL by itself."""

from onegrid.config.supervisor.postgres import Cluster


def test_answers(postgres_server: Cluster) -> None:
    assert postgres_server.answers()
