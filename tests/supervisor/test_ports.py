"""Ports are found by listening, not by guessing."""

import socket

import pytest

from onegrid.config.supervisor.ports import any_free, first_free, is_free


def test_a_port_that_somebody_listens_on_is_not_free() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert not is_free("127.0.0.1", port)
        assert first_free("127.0.0.1", port) > port
        assert any_free(preferred=port) != port
        with pytest.raises(OSError, match="no free port"):
            first_free("127.0.0.1", port, tries=1)
    assert is_free("127.0.0.1", port)
    assert any_free(preferred=port) == port
